import { decodePDFRawStream, PDFArray, PDFRawStream, type PDFPage } from '@cantoo/pdf-lib';

/** Points of every picture that a page draws upright, in the order of drawing: read from its operators. */
export function pictureSizes(page: PDFPage): { readonly width: number; readonly height: number }[] {
	const contents = page.node.Contents();
	const streams = contents instanceof PDFArray ? contents.asArray() : [contents];
	const text = streams
		.map((stream) => page.doc.context.lookup(stream))
		.filter((stream) => stream instanceof PDFRawStream)
		.map((stream) => Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1'))
		.join('\n');
	// What is drawn is one unit wide and high: q, matrices, Do, Q.
	return [...text.matchAll(/\bq\b([^]*?)\/\S+ Do/g)].map(([, matrices]) => {
		let [width, height] = [1, 1];
		for (const [, a, d] of matrices.matchAll(/(\S+) \S+ \S+ (\S+) \S+ \S+ cm/g)) {
			width *= Number(a);
			height *= Number(d);
		}
		return { width, height };
	});
}
