/** One slot of the timeline as a tree-grid row: what stands in the session lane and the reflog entry that begins here. */
import { memo } from 'react';
import { plainLabel } from '../../shared/hostile-text.ts';
import type { Slot } from '../../shared/contract.ts';
import type { EventRow } from '../../shared/event.ts';
import type { Filter } from '../../shared/query.ts';
import { EvidenceText, type Mark } from '../text/evidence-text.tsx';
import { Badge } from '../ui/badge.tsx';
import { Icon, toolIcon } from '../ui/icon.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { argumentRoom, leastRoom } from './argument-room.ts';
import { elideArgument } from './elide-argument.ts';
import { rowBadges, withoutWords } from './finding-badges.ts';
import { GitEntry } from './git-entry.tsx';
import { MissingEntry } from './missing-entry.tsx';
import { placesOf, rowMatches } from './row-match.ts';
import { durationText, outcomeSign, slotWords, toolWord } from './row-words.ts';
import { slotHeight } from './row-window.ts';
import { SeparatorCell } from './separator-cell.tsx';
import { Time } from './time-cell.tsx';
import { gitLook, sessionCell } from './slot-layout.ts';
import type { DisplayZone } from './time-axis.ts';
import styles from './timeline-rows.module.css';
import type { Side } from './timeline-store.ts';

/** The badge of a call on a branch that a rewind left: no finding, and none of the severities. */
const rewound = 'REWOUND';

export interface SlotRowProps {
  readonly slot: Slot;
  /** Pixels below the top of the drawn layer. */
  readonly top: number;
  readonly active: Side | null;
  readonly focusable: boolean;
  readonly selected: number | null;
  /** Highlight mode's filter; null where nothing is marked. */
  readonly highlight: Filter | null;
  readonly zone: DisplayZone;
  readonly sessionWidth: number;
  /** When the slot below happened; a gap names the day it leads to. */
  readonly nextTime: number | null;
  readonly onChoose: (slot: number, side: Side) => void;
}


function marksOf(text: string, highlight: Filter | null): readonly Mark[] {
  return highlight?.text === undefined ? [] : placesOf(text, highlight.text).map((place) => ({ ...place, tone: 'match' as const }));
}

function Call({ row, agent, zone, width, highlight }: { readonly row: EventRow; readonly agent: boolean; readonly zone: DisplayZone; readonly width: number; readonly highlight: Filter | null }) {
  const full = rowBadges(row);
  const left = row.leftBranch ? rewound : '';
  const besideWords = argumentRoom(width, agent, [left, full.badge?.text ?? ''], full.more?.count ?? 0);
  const roomy = (left === '' && row.argument.length <= leastRoom) || besideWords >= Math.min(leastRoom, row.argument.length);
  const { mark, badge, more } = roomy ? full : withoutWords(full);
  const outcome = outcomeSign(row.outcome);
  const room = argumentRoom(width, agent, [left, badge?.text ?? ''], more?.count ?? 0);
  const argument = elideArgument(row.argument, room);
  return (
    <>
      <span className={row.attended === 'unattended' ? `${styles.edge} hatch-strong` : styles.edge} />
      <Time className={styles.time} time={row.time} zone={zone} />
      <span className={styles.mark}>{mark ? <SeverityMark severity={mark} /> : null}</span>
      <span className={agent ? `${styles.tool} ${styles.agentTool}` : styles.tool}>
        {agent ? <i className={styles.guide} /> : null}
        <Icon name={toolIcon(row.tool)} />
        <EvidenceText inline prose text={toolWord(row.tool)} className={styles.toolName} />
      </span>
      <span className={styles.argument}>
        <EvidenceText inline text={argument} marks={marksOf(argument, highlight)} />
      </span>
      {left === '' ? null : <Badge>{left}</Badge>}
      {badge ? <Badge tone={badge.severity === 'info' ? 'neutral' : badge.severity}>{badge.text}</Badge> : null}
      {more ? <Badge tone={more.severity === 'info' ? 'neutral' : more.severity}>+{more.count}</Badge> : null}
      <span className={`${styles.duration} mono`}>{durationText(row.durationMs)}</span>
      <span className={outcome.strong ? `${styles.outcome} ${styles.strong} mono` : `${styles.outcome} mono`} title={outcome.word}>
        {outcome.sign}
      </span>
    </>
  );
}

function Prompt({ row, zone, highlight }: { readonly row: EventRow; readonly zone: DisplayZone; readonly highlight: Filter | null }) {
  const text = row.argument.slice(0, 600);
  return (
    <>
      <Time className={styles.barTime} time={row.time} zone={zone} />
      <Icon name="person" />
      <b>Human</b>
      <span className={styles.promptText}>
        “<EvidenceText inline prose text={text} marks={marksOf(text, highlight)} />
        {text.length < row.argument.length ? '…' : ''}”
      </span>
    </>
  );
}

/** Events that are neither call nor prompt: a change of mode, a compaction, an oversized line. */
function Note({ row, zone }: { readonly row: EventRow; readonly zone: DisplayZone }) {
  const text = row.argument.slice(0, 400);
  return (
    <>
      <span className={row.attended === 'unattended' ? `${styles.edge} hatch-strong` : styles.edge} />
      <Time className={styles.time} time={row.time} zone={zone} />
      <span className={styles.mark}>{rowBadges(row).mark ? <SeverityMark severity={rowBadges(row).mark ?? 'info'} /> : null}</span>
      <span className={styles.noteKind}>{row.kind.replace('-', ' ')}</span>
      <span className={styles.argument}>
        <EvidenceText inline text={text} />
      </span>
    </>
  );
}

function Ghost({ git, zone }: { readonly git: EventRow; readonly zone: DisplayZone }) {
  const { mark } = rowBadges(git);
  return (
    <>
      <span className={git.attended === 'unattended' ? `${styles.edge} hatch-strong` : styles.edge} />
      <Time className={styles.time} time={git.time} zone={zone} />
      <span className={styles.mark}>{mark ? <SeverityMark severity={mark} /> : null}</span>
      <span className={styles.ghost}>
        <Icon name="question" size={13} />
        No tool call explains this reflog entry
      </span>
    </>
  );
}

function SessionHalf({ slot, zone, width, nextTime, highlight }: Pick<SlotRowProps, 'slot' | 'zone' | 'nextTime' | 'highlight'> & { readonly width: number }) {
  const cell = sessionCell(slot);
  switch (cell.kind) {
    case 'separator':
      return <SeparatorCell separator={cell.separator} zone={zone} nextTime={nextTime} />;
    case 'prompt':
      return <Prompt row={cell.row} zone={zone} highlight={highlight} />;
    case 'call':
      return <Call row={cell.row} agent={cell.agent} zone={zone} width={width} highlight={highlight} />;
    case 'note':
      return <Note row={cell.row} zone={zone} />;
    case 'ghost':
      return <Ghost git={cell.git} zone={zone} />;
    case 'nothing':
      return null;
    default: {
      const never: never = cell;
      return never;
    }
  }
}

function sessionLook(slot: Slot): string | undefined {
  if (slot.separator) return slot.separator.kind === 'unattended' ? styles.bound : styles.gap;
  return slot.event?.kind === 'prompt' ? styles.human : styles.call;
}

/** The id of a slot's element, for focus and for the accessible name of the active row. */
export function slotElementId(index: number): string {
  return `slot-${index}`;
}

export const SlotRow = memo(function SlotRow({ slot, top, active, focusable, selected, highlight, zone, sessionWidth, nextTime, onChoose }: SlotRowProps) {
  const chosen = slot.event !== null && slot.event.id === selected;
  const matches = highlight !== null && slot.event !== null && rowMatches(slot.event, highlight);
  const gitMatches = highlight !== null && slot.git !== null && rowMatches(slot.git, highlight);
  const half = [styles.half, sessionLook(slot), chosen || active === 'session' ? styles.chosen : '', matches ? styles.match : '', active === 'session' ? styles.ring : ''].join(' ');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid that holds the rows hears their keys
    <div
      role="row"
      id={slotElementId(slot.index)}
      className={styles.row}
      style={{ top, height: slotHeight }}
      tabIndex={focusable ? 0 : -1}
      aria-rowindex={slot.index + 1}
      aria-level={slot.event?.agentId ? 2 : 1}
      aria-selected={active !== null || chosen || (slot.git !== null && slot.git.id === selected)}
      aria-label={plainLabel(slotWords(slot, zone), 400)}
      onClick={() => onChoose(slot.index, slot.event === null && slot.git !== null ? 'git' : 'session')}
    >
      <div role="gridcell" tabIndex={-1} className={half}>
        <SessionHalf slot={slot} zone={zone} width={sessionWidth} nextTime={nextTime} highlight={highlight} />
      </div>
      {slot.git ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the grid that holds the rows hears their keys
        <div
          role="gridcell"
          tabIndex={-1}
          className={active === 'git' ? `${styles.gitHalf} ${styles.ring}` : styles.gitHalf}
          onClick={(event) => {
            event.stopPropagation();
            onChoose(slot.index, 'git');
          }}
        >
          <GitEntry row={slot.git} look={gitLook(slot.git)} chosen={slot.git.id === selected || active === 'git'} match={gitMatches} zone={zone} />
        </div>
      ) : null}
      {slot.missing ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the grid that holds the rows hears their keys
        <div
          role="gridcell"
          tabIndex={-1}
          className={styles.gitHalf}
          onClick={(event) => {
            event.stopPropagation();
            // The call that should have left it: the row beside it may be another one.
            onChoose(slot.missing?.callSlot ?? slot.index, 'session');
          }}
        >
          <MissingEntry missing={slot.missing} zone={zone} />
        </div>
      ) : null}
    </div>
  );
});
