import { m } from '$lib/paraglide/messages';

/** Why there is no picture from a camera. */
export type CameraTrouble = 'none' | 'denied' | 'busy' | 'unsupported';

export const cameraTrouble = (trouble: CameraTrouble): { title: string; advice: string } =>
	({
		none: { title: m.camera_none(), advice: m.camera_none_advice() },
		denied: { title: m.camera_denied(), advice: m.camera_denied_advice() },
		busy: { title: m.camera_busy(), advice: m.camera_busy_advice() },
		unsupported: { title: m.camera_unsupported(), advice: m.camera_none_advice() },
	})[trouble];
