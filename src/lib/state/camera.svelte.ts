/** Why there is no picture from a camera. The interface has a plain message for each. */
export type CameraProblem = 'none' | 'denied' | 'busy' | 'unsupported';

/** The length of the longer side that we ask for: enough for a sharp portrait crop. */
const WANTED_SIDE = 1920;

/** One use of the camera, from the moment its dialog opens until stop(). */
export class Camera {
	#stream = $state.raw<MediaStream | null>(null);
	#problem = $state<CameraProblem | null>(null);
	#facing = $state<'user' | 'environment'>('user');
	#several = $state(false);
	#stopped = false;

	/** Null while the camera starts, and after a problem. */
	get stream(): MediaStream | null {
		return this.#stream;
	}

	get problem(): CameraProblem | null {
		return this.#problem;
	}

	/** True when there is another camera to switch to. */
	get several(): boolean {
		return this.#several;
	}

	/** A front camera is a mirror to the person: the preview is mirrored, the photo is not. */
	get mirrored(): boolean {
		return this.#facing === 'user';
	}

	/** Asks for the camera. Never throws: see problem. */
	async start(): Promise<void> {
		this.#problem = null;
		if (!navigator.mediaDevices?.getUserMedia) {
			this.#problem = 'unsupported';
			return;
		}
		try {
			const stream = await navigator.mediaDevices.getUserMedia({
				audio: false,
				video: {
					facingMode: this.#facing,
					width: { ideal: WANTED_SIDE },
					height: { ideal: WANTED_SIDE },
				},
			});
			if (this.#stopped) return end(stream);
			this.#stream = stream;
			const devices = await navigator.mediaDevices.enumerateDevices();
			this.#several = devices.filter(({ kind }) => kind === 'videoinput').length > 1;
		} catch (error) {
			this.#problem = describe(error);
		}
	}

	/** Front to back, or back to front. */
	async switch(): Promise<void> {
		this.#release();
		this.#facing = this.#facing === 'user' ? 'environment' : 'user';
		await this.start();
	}

	/** The frame that a video shows of the stream now, as others see the person. */
	async capture(video: HTMLVideoElement): Promise<File> {
		const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
		const context = canvas.getContext('2d', { alpha: false });
		if (!context) throw new Error('no canvas of this size');
		context.drawImage(video, 0, 0);
		const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
		return new File([blob], 'camera.jpg', { type: blob.type });
	}

	/** Turns the camera and its light off, for good. */
	stop(): void {
		this.#stopped = true;
		this.#release();
	}

	#release(): void {
		if (this.#stream) end(this.#stream);
		this.#stream = null;
	}
}

function end(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

function describe(error: unknown): CameraProblem {
	const name = error instanceof DOMException ? error.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
	if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
	return 'busy'; // NotReadableError, AbortError: another app holds it, or the hardware failed
}
