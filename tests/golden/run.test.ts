import { nodeContext } from '../support/golden';
import { runCases } from './run-cases';

runCases('fused', async () => nodeContext('fused'));
runCases('sliced', async () => nodeContext('sliced'));
