import type { StyleControls } from '../style-controls';

/** Six papers of the figure from dark to light, then five of the frames from the outside to the middle. */
export const papercut = {
	palettes: [
		[
			...['#2b1d3a', '#6b2d5c', '#c8553d', '#f28f3b', '#ffd5a6', '#fff3e0'],
			...['#20304f', '#2f4a73', '#4f7396', '#86a8bd', '#c9dbe0'],
		],
		[
			...['#2a1a1f', '#5c3430', '#a35f3d', '#d99a66', '#f3cfa4', '#fff3e2'],
			...['#123a3a', '#1e5b57', '#3b8c7e', '#85bfa9', '#d3e8d2'],
		],
		[
			...['#3a0a10', '#7d1418', '#c3271f', '#e8694a', '#f8cfa6', '#fff5e4'],
			...['#9c6a1c', '#c98f2e', '#e6b75a', '#f3d998', '#fdf1d3'],
		],
		[
			...['#33121a', '#7a1f2b', '#c74b3f', '#eb9066', '#f9d5ae', '#fff4e4'],
			...['#17313a', '#24525a', '#4c8587', '#9bc0b3', '#e2ecd9'],
		],
		[
			...['#1a1423', '#3d314a', '#96576f', '#d98e94', '#f7c9b6', '#fff2e6'],
			...['#123a3a', '#1e5b57', '#3b8c7e', '#85bfa9', '#d3e8d2'],
		],
		[
			...['#241a2e', '#553a4f', '#a8605c', '#dd9a7d', '#f6cfae', '#fff3e6'],
			...['#6a2a3a', '#9c4a55', '#cf7f7a', '#eab2a0', '#fbe0cf'],
		],
		[
			...['#231815', '#54362a', '#9a5d3c', '#d89c63', '#f4d2a0', '#fff4df'],
			...['#7a2f0b', '#b5541c', '#e88a34', '#f7b760', '#fde2ab'],
		],
		[
			...['#1c1a33', '#43345e', '#a3547a', '#e58c86', '#fccfb0', '#fff3e6'],
			...['#0f2a4a', '#1d4a74', '#3f7aa3', '#8bb4c9', '#dbe8e6'],
		],
		[
			...['#14213d', '#1f4e5f', '#2a9d8f', '#8ac6a1', '#f4e3b2', '#fffaf0'],
			...['#5e2129', '#9b3a3a', '#d46a5a', '#f0a583', '#fbd9bd'],
		],
		[
			...['#0b132b', '#27407a', '#5b7fc4', '#a6bff0', '#f3e3dc', '#ffffff'],
			...['#7a2f0b', '#b5541c', '#e88a34', '#f7b760', '#fde2ab'],
		],
	],
	backdrops: ['waves', 'rosette', 'petals', 'hills'],
	weight: 'relief',
	likeness: true,
	beta: false,
} as const satisfies StyleControls;
