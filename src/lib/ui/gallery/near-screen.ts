import type { Attachment } from 'svelte/attachments';

/** How far from the screen a picture is loaded, so that it is there when scrolled to. */
const MARGIN = '600px';

/** Calls back when the element comes near the screen and when it leaves. */
export function nearScreen(onChange: (near: boolean) => void): Attachment<HTMLElement> {
	return (element) => {
		const observer = new IntersectionObserver(
			(entries) => onChange(entries.at(-1)!.isIntersecting),
			{ rootMargin: MARGIN },
		);
		observer.observe(element);
		return () => observer.disconnect();
	};
}
