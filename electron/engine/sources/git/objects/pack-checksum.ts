/** Works out the checksum of whole packs, which shows any changed byte. Reads every byte once, in parts. */
import crypto from 'node:crypto';
import type { EvidenceFiles } from '../../../intake/evidence-files.ts';
import type { Pace } from '../../../intake/pace.ts';
import type { ProblemList } from '../problem-list.ts';
import type { ListedPack } from './object-listing.ts';

const partBytes = 1 << 20;

/** Compares each pack with the checksum it ends with; a pack that differs is a problem, and its good objects stay readable. */
export async function checkPacks(files: EvidenceFiles, packs: readonly ListedPack[], idBytes: 20 | 32, problems: ProblemList, pace: Pace): Promise<void> {
  for (const pack of packs) {
    const opened = files.open(pack.path);
    if (!opened.ok) {
      problems.take([opened.problem]);
      continue;
    }
    const file = opened.value;
    try {
      const hash = crypto.createHash(idBytes === 20 ? 'sha1' : 'sha256');
      const end = file.bytes - idBytes;
      for (let at = 0; at < end; at += partBytes) {
        hash.update(file.read(at, Math.min(partBytes, end - at)));
        if (pace.due()) await pace.breathe();
      }
      if (!hash.digest().equals(file.read(end, idBytes))) problems.add(pack.path, 'the checksum of the pack is wrong: bytes of it were changed or damaged', { byteOffset: end });
    } finally {
      file.close();
    }
  }
}
