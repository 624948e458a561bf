/**
 * Who may import whom (docs/architecture.md). A room lists the rooms under src/ that it may use;
 * everything else is refused. Every room may use domain and itself.
 */
const rooms = {
	'src/routes': ['src/app.css', 'src/lib/ui', 'src/lib/state', 'src/lib/paraglide'],
	'src/lib/ui': ['src/lib/paraglide'],
	'src/lib/state': [
		'src/lib/bridge',
		'src/lib/gallery',
		'src/lib/idphoto',
		'src/lib/image',
		'src/lib/likeness',
		'src/lib/styles',
		'src/lib/storage',
		'src/lib/paraglide',
	],
	'src/lib/bridge': ['src/workers/api.ts'],
	'src/workers': [
		'src/lib/face',
		'src/lib/pack',
		'src/lib/compiler',
		'src/lib/storage',
		'src/lib/instant',
		'src/lib/idphoto',
		'src/lib/matte',
		'src/lib/matting',
		'src/lib/diffusion',
		'src/lib/compute',
		'src/lib/runtime',
		'src/lib/image',
	],
	'src/lib/face': ['src/lib/runtime', 'src/lib/image'],
	'src/lib/instant': ['src/lib/compute', 'src/lib/image', 'src/lib/matte'],
	'src/lib/matte': ['src/lib/compute', 'src/lib/image'],
	// Types of the runtime that is handed in.
	'src/lib/matting': ['src/lib/runtime/runtime.ts', 'src/lib/image'],
	'src/lib/compute': [],
	'src/lib/gallery': ['src/lib/storage', 'src/lib/image'],
	'src/lib/pack': ['src/lib/storage', 'src/lib/archive'],
	'src/lib/compiler': ['src/lib/onnx', 'src/lib/archive'],
	'src/lib/archive': [],
	// Types of the networks' ports and settings, and of the runtime that is handed in.
	'src/lib/diffusion': [
		'src/lib/compiler/models/unet',
		'src/lib/compiler/compile/settings.ts',
		'src/lib/runtime/runtime.ts',
		'src/lib/onnx',
	],
	'src/lib/styles': [],
	'src/lib/idphoto': ['src/lib/compute', 'src/lib/matte', 'src/lib/image'],
	'src/lib/onnx': [],
	'src/lib/runtime': ['src/lib/onnx'],
	'src/lib/storage': [],
	'src/lib/image': [],
	'src/lib/likeness': [],
	'src/lib/domain': [],
};
const escape = (path) => path.replaceAll('.', '\\.');
const pure =
	'^src/lib/(domain|image|likeness|compute|instant|compiler|onnx|archive|diffusion|styles|idphoto)/';

module.exports = {
	forbidden: [
		...Object.entries(rooms).map(([room, allowed]) => ({
			name: `rooms: ${room}`,
			comment: `${room} may import only ${['src/lib/domain', ...allowed].join(', ')}`,
			severity: 'error',
			from: { path: `^${escape(room)}/`, pathNot: '\\.test\\.ts$' },
			to: {
				path: '^src/',
				pathNot: [room, 'src/lib/domain', ...allowed].map((to) => `^${escape(to)}(/|$)`),
			},
		})),
		{
			name: 'one-runtime',
			comment:
				'onnxruntime-web is imported by src/lib/runtime alone, so that one build is shipped and one place chooses it',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/lib/runtime/' },
			to: { path: 'node_modules/onnxruntime' },
		},
		{
			name: 'one-store',
			comment:
				'idb-keyval is imported by src/lib/storage alone, so that names, quota and migrations are in one place',
			severity: 'error',
			from: { path: '^src/', pathNot: '^src/lib/storage/' },
			to: { path: 'node_modules/idb-keyval' },
		},
		{
			name: 'pure-rooms',
			comment:
				'domain, image, likeness, compute, instant, compiler, onnx, archive, diffusion, styles and idphoto know neither Svelte nor the runtime',
			severity: 'error',
			from: { path: pure },
			to: { path: 'node_modules/(svelte|@sveltejs|onnxruntime|comlink)' },
		},
		{
			name: 'no-cycles',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'no-dev-dependency-in-app',
			comment: 'what ships is a dependency; type imports and build-time modules are exempt',
			severity: 'error',
			from: { path: '^src/', pathNot: '\\.test\\.ts$' },
			to: {
				dependencyTypes: ['npm-dev'],
				dependencyTypesNot: ['type-only'],
				pathNot: 'node_modules/(svelte|@sveltejs|workbox-|vite)',
			},
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '(\\.svelte-kit|src/lib/paraglide/|\\$app|\\$service-worker)' },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'browser', 'import', 'types', 'default'],
			extensions: ['.ts', '.svelte', '.js', '.json'],
		},
	},
};
