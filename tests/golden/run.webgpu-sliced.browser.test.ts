import { browserContext } from './browser';
import { runCases } from './run-cases';

runCases('sliced', () => browserContext('sliced', { name: 'webgpu' }));
