import { browserContext } from './browser';
import { runCases } from './run-cases';

runCases('fused', () => browserContext('fused', { name: 'wasm' }));
runCases('sliced', () => browserContext('sliced', { name: 'wasm' }));
