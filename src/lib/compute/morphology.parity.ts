import { dilateAcross, dilateDown, erodeAcross, erodeDown } from './morphology';
import { noisePlane, parityCase } from './parity';

export default [erodeAcross, erodeDown, dilateAcross, dilateDown].map((kernel) =>
	parityCase({ kernel, inputs: [noisePlane(31, 27, 1, 8)], params: { radius: 3 } }),
);
