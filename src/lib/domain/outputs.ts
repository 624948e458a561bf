/** What places want of a profile picture or a sticker, as dated data. */

export interface Output {
	readonly id: 'wechat' | 'telegram' | 'telegram-sticker' | 'discord' | 'linkedin' | 'print';
	/** Brand names are the same in every language; null has a message. */
	readonly name: string | null;
	readonly shape: 'square' | 'sticker';
	readonly format: 'png' | 'jpeg' | 'webp';
	/** Pixels of the square. */
	readonly side: number;
	/** Bytes that the place accepts at most; null where it says nothing that we would reach. */
	readonly mostBytes: number | null;
	/** When it was last looked up, and where. */
	readonly checked: { readonly date: string; readonly source: string };
}

/** Largest side that is drawn: a print of 17 cm at 300 dots an inch. */
export const PRINT_SIDE = 2048;

const GUIDES = 'size guides of image tools, 2026';

export const OUTPUTS: readonly Output[] = [
	{
		id: 'wechat',
		name: '微信 WeChat',
		shape: 'square',
		format: 'jpeg',
		side: 640,
		mostBytes: null,
		checked: { date: '2026-11-22', source: 'the app shows 640 x 640 at most' },
	},
	{
		id: 'telegram',
		name: 'Telegram',
		shape: 'square',
		format: 'jpeg',
		side: 640,
		mostBytes: null,
		checked: { date: '2026-11-22', source: GUIDES },
	},
	{
		id: 'telegram-sticker',
		name: 'Telegram Sticker',
		shape: 'sticker',
		format: 'webp',
		side: 512,
		mostBytes: 512 * 1000,
		checked: { date: '2026-11-22', source: 'core.telegram.org/stickers' },
	},
	{
		id: 'discord',
		name: 'Discord',
		shape: 'square',
		format: 'png',
		side: 512,
		mostBytes: 8_000_000,
		checked: { date: '2026-11-22', source: GUIDES },
	},
	{
		id: 'linkedin',
		name: 'LinkedIn',
		shape: 'square',
		format: 'jpeg',
		side: 800,
		mostBytes: 8_000_000,
		checked: { date: '2026-11-22', source: GUIDES },
	},
	{
		id: 'print',
		name: null,
		shape: 'square',
		format: 'png',
		side: PRINT_SIDE,
		mostBytes: null,
		checked: { date: '2026-11-22', source: '17 cm at 300 dpi' },
	},
];

/** Styles whose finished picture can come alive, and how. */
export const ANIMATIONS: Readonly<Partial<Record<string, 'paint' | 'flicker'>>> = {
	watercolour: 'paint',
	neon: 'flicker',
};
export type AnimationKind = 'paint' | 'flicker';
