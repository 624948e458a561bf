import { browserContext } from './browser';
import { runCases, WEBGPU_CASES } from './run-cases';

runCases('sliced', () => browserContext('sliced', { name: 'webgpu' }), WEBGPU_CASES);
