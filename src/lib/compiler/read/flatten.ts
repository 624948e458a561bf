import { CompileError } from '../error';
import { Dict } from './pickle/objects';
import { StoredTensor } from './pickle/torch';

const MOST_DEPTH = 32;
const MOST_VISITS = 2 ** 18;
const MOST_TENSORS = 2 ** 16;
const MOST_NAME = 1024;

/**
 * The tensors of nested dicts, named by their keys with dots between: `ip_adapter.1.to_k_ip.weight`. What
 * training leaves beside them (counters, optimiser lists) is skipped; a `state_dict` stands for the whole.
 * @throws CompileError 'damaged' for dicts that contain themselves, or more than a checkpoint holds
 */
export function flattenTensors(root: unknown, label: string): Map<string, StoredTensor> {
	const tensors = new Map<string, StoredTensor>();
	let visits = 0;
	const visit = (value: unknown, name: string, depth: number) => {
		if (++visits > MOST_VISITS || tensors.size > MOST_TENSORS || depth > MOST_DEPTH) {
			throw damaged(label, 'its dicts are nested deeper or wider than a checkpoint has them');
		}
		if (value instanceof StoredTensor) {
			if (name.length > MOST_NAME) throw damaged(label, `a name of ${name.length} letters`);
			if (tensors.has(name)) throw damaged(label, `two tensors have the name ${name}`);
			tensors.set(name, value);
		} else if (value instanceof Dict) {
			for (const [key, item] of value.entries) {
				if (typeof key !== 'string' && typeof key !== 'number') continue;
				visit(item, name ? `${name}.${key}` : String(key), depth + 1);
			}
		}
	};
	visit(unwrap(root), '', 0);
	return tensors;
}

/** PyTorch Lightning keeps the weights under `state_dict`, beside the state of the training. */
function unwrap(root: unknown): unknown {
	const inner = root instanceof Dict ? root.entries.get('state_dict') : undefined;
	return inner instanceof Dict ? inner : root;
}

function damaged(label: string, what: string): CompileError {
	return new CompileError('damaged', `${label}: ${what}`);
}
