import { CompileError } from '../error';
import type { Network } from '../graph/network';

/** Tensors of a checkpoint that a network leaves out on purpose. */
export interface Unused {
	readonly pattern: RegExp;
	/** For the report, such as `only training reads it`. */
	readonly reason: string;
}

/** What became of every tensor of a checkpoint. */
export interface Account {
	/** Names that the network's weights are made of. */
	readonly used: readonly string[];
	readonly unused: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Accounts for every tensor of the network's checkpoint: it is taken by one weight, or there is a reason why not.
 * @throws CompileError 'unsupported' for a tensor that nobody knows: the network would not be the checkpoint's
 */
export function accountTensors(net: Network, reasons: readonly Unused[]): Account {
	const taken = new Set(net.weights.flatMap(({ spec }) => spec.sources));
	const used: string[] = [];
	const unused: { name: string; reason: string }[] = [];
	const unknown: string[] = [];
	for (const name of net.checkpoint.names()) {
		const reason = reasons.find(({ pattern }) => pattern.test(name))?.reason;
		if (taken.has(name)) used.push(name);
		else if (reason) unused.push({ name, reason });
		else unknown.push(name);
	}
	if (unknown.length) {
		const some = unknown.slice(0, 4).join(', ');
		const more = unknown.length > 4 ? ` and ${unknown.length - 4} more` : '';
		const message = `${net.checkpoint.label}: tensors that this model does not know: ${some}${more}`;
		throw new CompileError('unsupported', message);
	}
	return { used, unused };
}
