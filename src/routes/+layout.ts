export const prerender = true;
/** Everything the app shows depends on the device: models, camera, gallery, language. */
export const ssr = false;
