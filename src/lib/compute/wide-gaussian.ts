/** The blur by its old name; what was special about it gaussian() does by itself. */
export { gaussian as wideGaussian } from './gaussian';
