/** Repositories that git made, as the tests of objects and work trees open them. They are gone after each test. */
import { afterAll, afterEach } from 'vitest';
import { drawRepository, dropRepositories, dropTemplates, type Kit } from '../../../../../e2e/draw-repository.ts';
import type { EvidenceFiles } from '../../../intake/evidence-files.ts';
import { walk } from '../../../intake/walk.ts';
import { readRepositories } from '../read-repository.ts';
import type { RepositoryRead } from '../repository.ts';
import { openObjects, type ObjectReader } from './object-reader.ts';

afterEach(dropRepositories);
afterAll(dropTemplates);

/** A repository as the engine has it. */
export interface DrawnObjects {
  readonly objects: ObjectReader;
  readonly read: RepositoryRead;
  readonly reads: readonly RepositoryRead[];
  readonly files: EvidenceFiles;
}

/** What `drawRepository` gives, and a way to open it. */
export function setup(...how: Parameters<typeof drawRepository>): Kit & { readonly open: (folder?: string) => Promise<DrawnObjects> } {
  const kit = drawRepository(...how);
  return { ...kit, open: (folder = 'app') => openDrawn(kit.root, folder) };
}

async function openDrawn(root: string, folder: string): Promise<DrawnObjects> {
  const { files } = await walk(root, ['']);
  const reads: RepositoryRead[] = [];
  for await (const each of readRepositories(files)) reads.push(each);
  const read = reads.find((each) => each.gitDir === `${folder}/.git` || each.gitDir === folder);
  if (!read) throw new Error('no repository was found');
  return { objects: openObjects(files, read, reads), read, reads, files };
}
