/** The same bits in a browser. */
import './noise.test';
