/** What a call asked for: the command with the parts that findings are about, an edit as a diff, other input by name. */
import { useMemo, useState } from 'react';
import type { EventDetail, SearchHit } from '../../shared/contract.ts';
import { escapedText } from '../../shared/hostile-text.ts';
import { matchMarks } from '../search/match-marks.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { callInput, commandMarks, type Hunk } from './call-input.ts';
import styles from './inspector.module.css';
import { maskKeyMaterial } from './key-material.ts';
import { type DiffBlock, diffCounts, diffLines, foldUnchanged } from './text-diff.ts';

/** Lines of a diff that are drawn at once; the rest is one click away. */
const diffLinesShown = 200;

function CopyButton({ text, onCopied }: { readonly text: string; readonly onCopied: (message: string) => void }) {
  return (
    <IconButton
      label="Copy as shown"
      className={styles.small}
      onClick={() =>
        navigator.clipboard.writeText(escapedText(text)).then(
          () => onCopied('Copied as shown'),
          () => onCopied('The clipboard is not available'),
        )
      }
    >
      <Icon name="copy" size={13} />
    </IconButton>
  );
}

function Block({ block, hit }: { readonly block: DiffBlock; readonly hit: SearchHit | null }) {
  if (block.kind === 'skipped') return <div className={styles.skipped}>{countText(block.count)} unchanged lines</div>;
  return block.lines.map((line, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff have no identity but their place
    <div key={at} className={line.kind === 'added' ? styles.added : line.kind === 'removed' ? styles.removed : styles.same}>
      <span className={styles.sign}>{line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}</span>
      <EvidenceText text={line.text} className={styles.diffText} marks={matchMarks(line.text, hit)} />
    </div>
  ));
}

function cutBlocks(blocks: readonly DiffBlock[], most: number): { readonly shown: readonly DiffBlock[]; readonly left: number } {
  let room = most;
  let left = 0;
  const shown: DiffBlock[] = [];
  for (const block of blocks) {
    if (block.kind === 'skipped') {
      if (room > 0) shown.push(block);
      else left += block.count;
      continue;
    }
    if (room > 0) shown.push({ kind: 'lines', lines: block.lines.slice(0, room) });
    left += Math.max(0, block.lines.length - Math.max(0, room));
    room -= block.lines.length;
  }
  return { shown, left };
}

function Diff({ hunks, note, hit }: { readonly hunks: readonly Hunk[]; readonly note: string | null; readonly hit: SearchHit | null }) {
  const blocks = useMemo(() => hunks.map((hunk) => diffLines(hunk.before, hunk.after)), [hunks]);
  const counts = diffCounts(blocks.flat());
  const cut = useMemo(() => cutBlocks(blocks.flatMap((lines) => foldUnchanged(lines)), diffLinesShown), [blocks]);
  return (
    <section>
      <h3 className={styles.sectionHead}>
        Diff
        <span className={styles.sectionEnd}>
          <span className={styles.plus}>+{countText(counts.added)}</span>
          <span className={styles.minus}>−{countText(counts.removed)}</span>
        </span>
      </h3>
      <div className={styles.diff}>
        {cut.shown.map((block, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Block key={at} block={block} hit={hit} />
        ))}
        {cut.left > 0 ? <div className={styles.skipped}>{countText(cut.left)} more lines: see the raw record</div> : null}
      </div>
      {note === null ? null : <p className={styles.aside}>{note}</p>}
    </section>
  );
}

function Fields({ fields, hit }: { readonly fields: readonly EventDetail['input'][number][]; readonly hit: SearchHit | null }) {
  const short = fields.filter((field) => field.value.length <= 160 && !field.value.includes('\n'));
  const long = fields.filter((field) => !short.includes(field));
  return (
    <>
      {short.length > 0 ? (
        <dl className={styles.pairs}>
          {short.map((field) => (
            <div key={field.name}>
              <dt>
                <EvidenceText prose text={field.name} />
              </dt>
              <dd>
                <EvidenceText text={field.value} marks={matchMarks(field.value, hit)} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {long.map((field) => (
        <section key={field.name}>
          <h3 className={styles.sectionHead}>
            <EvidenceText inline prose text={field.name} />
          </h3>
          <div className={styles.code}>
            <EvidenceText text={field.value} marks={matchMarks(field.value, hit)} />
          </div>
          {field.cut ? <p className={styles.aside}>Cut after {countText(field.value.length)} characters. The raw record has the rest.</p> : null}
        </section>
      ))}
    </>
  );
}

interface InputProps {
  readonly detail: EventDetail;
  /** The search hit that the analyst stands on, where it is in the input. */
  readonly hit: SearchHit | null;
  readonly onCopied: (message: string) => void;
}

/** Key material is masked until it is asked for. */
export function InspectorInput({ detail, hit, onCopied }: InputProps) {
  const [open, setOpen] = useState(false);
  const masked = useMemo(() => detail.input.map((field) => ({ field, ...maskKeyMaterial(field.value, field.secrets) })), [detail.input]);
  const places = masked.reduce((sum, each) => sum + each.places, 0);
  const fields = useMemo(() => masked.map(({ field, text }) => (open ? field : { ...field, value: text })), [masked, open]);
  return (
    <>
      <Shown detail={detail} fields={fields} hit={hit} onCopied={onCopied} />
      {places > 0 ? (
        <div className={styles.buttons}>
          <Button small aria-pressed={open} onClick={() => setOpen(!open)}>
            {open ? 'Mask key material' : `Show key material (${countOf(places, 'place')})`}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Shown({ detail, fields, hit, onCopied }: InputProps & { readonly fields: EventDetail['input'] }) {
  const input = useMemo(() => callInput(fields), [fields]);
  const marks = useMemo(() => {
    if (input.kind !== 'command') return [];
    // The places of facts are those of the whole command: in a masked one they would point elsewhere.
    const whole = detail.input.some((field) => field.name === input.command.name && field.value === input.command.value);
    return [...matchMarks(input.command.value, hit), ...(whole ? commandMarks(input.command.value, detail.facts, detail.findings) : [])];
  }, [input, detail, hit]);
  switch (input.kind) {
    case 'command':
      return (
        <>
          <section>
            <h3 className={styles.sectionHead}>
              Command
              <span className={styles.sectionEnd}>
                <CopyButton text={input.command.value} onCopied={onCopied} />
              </span>
            </h3>
            <div className={styles.code}>
              <EvidenceText text={input.command.value} marks={marks} />
            </div>
            {input.command.cut ? <p className={styles.aside}>Cut after {countText(input.command.value.length)} characters. The raw record has the rest.</p> : null}
          </section>
          <Fields fields={input.rest} hit={hit} />
        </>
      );
    case 'diff':
      return (
        <>
          <Diff hunks={input.hunks} note={input.note} hit={hit} />
          <Fields fields={input.rest} hit={hit} />
        </>
      );
    case 'fields':
      return <Fields fields={input.rest} hit={hit} />;
    default: {
      const never: never = input;
      return never;
    }
  }
}
