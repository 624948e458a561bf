import { expect, test } from 'vitest';
import { idFileName, stemOf, uniqueNames } from './names';
import { batchReport } from './report';

const spec = { id: 'cn-one-inch', px: { width: 295, height: 413 } };

test('names say whose, what and how large, and fit every file system', () => {
	expect(idFileName('王小明', spec, 'jpg', 'blue')).toBe('王小明_cn-one-inch_295x413_blue.jpg');
	expect(idFileName('../a:b\u0000?.', spec, 'png')).toBe('a b_cn-one-inch_295x413.png');
	expect(idFileName('', spec, 'pdf')).toBe('cn-one-inch_295x413.pdf');
	expect([...idFileName('长'.repeat(200), spec, 'jpg')].length).toBeLessThan(100);
});

test('no two files of a batch have one name', () => {
	expect(uniqueNames(['a.jpg', 'A.jpg', 'a.jpg', 'a-2.jpg', 'b'])).toEqual([
		'a.jpg',
		'A-2.jpg',
		'a-3.jpg',
		'a-2-2.jpg',
		'b',
	]);
});

test('stems', () => {
	expect(['class/3/李.雷.JPG', 'C:\\x\\y.png', '.hidden', 'none'].map(stemOf)).toEqual([
		'李.雷',
		'y',
		'.hidden',
		'none',
	]);
});

test('the report quotes, marks its encoding, and is no formula', async () => {
	const row = {
		photo: '=1+1.jpg',
		file: '',
		verdict: 'fail',
		remarks: ['a, "b"', 'c'],
		bytes: null,
	} as const;
	const verdicts = { pass: 'Pass', warn: 'Check', fail: 'Redo', error: 'Error' };
	const blob = batchReport([row], ['Photo', 'File', 'Verdict', 'Remarks', 'Bytes'], verdicts);
	const bytes = new Uint8Array(await blob.arrayBuffer());
	expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
	expect(new TextDecoder().decode(bytes)).toBe(
		'Photo,File,Verdict,Remarks,Bytes\r\n\'=1+1.jpg,,Redo,"a, ""b""; c",\r\n',
	);
});
