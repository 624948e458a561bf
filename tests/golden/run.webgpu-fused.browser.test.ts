import { browserContext, deviceWithoutSubgroups } from './browser';
import { runCases, WEBGPU_CASES } from './run-cases';

const device = await deviceWithoutSubgroups();
runCases('fused', () => browserContext('fused', { name: 'webgpu', device }), WEBGPU_CASES);
