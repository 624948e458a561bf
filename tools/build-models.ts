/**
 * Makes the built-in models: reads the networks from npm packages, writes ONNX files and their
 * catalogue into static/models. Does nothing where they are up to date.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildModels } from './models/build';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const { models, rebuilt } = await buildModels(root, path.join(root, 'static/models'));
const megabytes = models.reduce((sum, model) => sum + model.bytes, 0) / 1e6;
console.log(
	`${models.length} built-in models, ${megabytes.toFixed(1)} MB ${rebuilt ? 'written' : 'up to date'}`,
);
