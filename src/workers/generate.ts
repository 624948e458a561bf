import { expose, transferHandlers } from 'comlink';
import { carryErrors } from '$lib/domain/wire-error';
import { createRuntime } from '$lib/runtime/create-runtime';
import { createGenerateService } from './generate/service';

carryErrors(transferHandlers);

expose(createGenerateService(createRuntime).api);
