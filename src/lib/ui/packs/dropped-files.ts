/**
 * Files that a person picked or dropped. Those of a folder are named by their path inside it: a worker that
 * receives a File keeps its name in every browser, but not its webkitRelativePath.
 */

/** @param input of type file, perhaps with webkitdirectory */
export function pickedFiles(input: HTMLInputElement): File[] {
	return [...(input.files ?? [])].map((file) => {
		const inside = file.webkitRelativePath.split('/').slice(1).join('/');
		return inside ? named(file, inside) : file;
	});
}

/** To be called while the drop event is handled: its items are gone afterwards. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
	const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
	const found = await Promise.all(
		entries.filter((entry) => entry !== null).map((entry) => filesOf(entry, '')),
	);
	return found.flat();
}

/** @param path inside the folder that was dropped; '' for what was dropped itself */
async function filesOf(entry: FileSystemEntry, path: string): Promise<File[]> {
	if (isFile(entry)) {
		const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
		return [path ? named(file, path) : file];
	}
	const children = await childrenOf((entry as FileSystemDirectoryEntry).createReader());
	const inside = (name: string) => (path ? `${path}/${name}` : name);
	return (await Promise.all(children.map((child) => filesOf(child, inside(child.name))))).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
	return entry.isFile;
}

/** A reader gives some at a time, and none when it is done. */
async function childrenOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
	const all: FileSystemEntry[] = [];
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
			reader.readEntries(resolve, reject),
		);
		if (some.length === 0) return all;
		all.push(...some);
	}
}

/** The same bytes under another name, without a copy. */
function named(file: File, name: string): File {
	return new File([file], name, { type: file.type, lastModified: file.lastModified });
}
