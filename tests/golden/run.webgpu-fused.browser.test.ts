import { browserContext, deviceWithoutSubgroups } from './browser';
import { runCases } from './run-cases';

const device = await deviceWithoutSubgroups();
runCases('fused', () => browserContext('fused', { name: 'webgpu', device }));
