/**
 * The one open case: its engine, its pages' ports, how opening went. Knows nothing of dialogs and of what evidence means.
 */
import type { MessagePortMain, WebContents } from 'electron/main';
import { channels } from '../../shared/channels.ts';
import type { History } from '../../shared/choices.ts';
import type { PolicyFaults } from '../../shared/judging.ts';
import type { EngineReport, OpenOrder } from '../../shared/engine-control.ts';
import type { EngineEvents, EngineHost } from './engine-host.ts';

export type CaseKind = 'folder' | 'sample' | 'machine';

/** A case to open. */
export interface CaseRequest {
  readonly kind: CaseKind;
  readonly order: OpenOrder;
}

type Opened = Extract<EngineReport, { type: 'opened' }>;
type Texts = Extract<EngineReport, { type: 'texts' }>['files'];

/** How opening came to its end. */
export type Opening = { readonly kind: 'opened'; readonly report: Opened } | { readonly kind: 'ended'; readonly state: 'failed' | 'cancelled' | 'lost'; readonly reason: string };

export interface CurrentCase {
  readonly request: CaseRequest;
  /** Settles once, when the case is ready or will never be. */
  readonly opening: Promise<Opening>;
  /** How long reading took, hashing included; null until it has ended. */
  readingMs(): number | null;
  /** The texts that lie beside a report. */
  texts(): Promise<Texts>;
  /** From now on the case is judged by these choices. */
  judge(history: History): void;
  /** What in a policy file does not fit; empty where it fits. */
  checkPolicy(name: string, text: string): Promise<PolicyFaults>;
}

export type CasePage = Pick<WebContents, 'id' | 'postMessage' | 'send' | 'isDestroyed'>;

export interface CaseDeskParts {
  startEngine(events: EngineEvents): EngineHost;
  newChannel(): { readonly port1: MessagePortMain; readonly port2: MessagePortMain };
  readonly sandboxOff: boolean;
  /** The open case changed, or its opening ended. */
  changed(): void;
  lost(reason: string): void;
}

export interface CaseDesk {
  current(): CurrentCase | null;
  /** `history`: what was chosen about this evidence before. */
  open(request: CaseRequest, history?: History): CurrentCase;
  close(): void;
  /** Gives a page that has just loaded its port, now and for each case to come. */
  pageReady(page: CasePage): void;
  pageGone(page: Pick<CasePage, 'id'>): void;
}

interface Seat {
  readonly current: CurrentCase;
  readonly host: EngineHost;
  alive: boolean;
}

const gone: PolicyFaults = [{ line: 1, reason: 'The engine that reads policies is gone.' }];

export function createCaseDesk(parts: CaseDeskParts): CaseDesk {
  const pages = new Map<number, CasePage>();
  let seat: Seat | null = null;

  const handPort = (page: CasePage) => {
    if (!seat?.alive || page.isDestroyed()) return;
    const channel = parts.newChannel();
    seat.host.connect(channel.port1);
    page.postMessage(channels.port, null, [channel.port2]);
  };
  const takePorts = (reason: string) => {
    for (const page of pages.values()) if (!page.isDestroyed()) page.send(channels.portLost, reason);
  };

  const desk: CaseDesk = {
    current: () => seat?.current ?? null,
    open(request, history = []) {
      seat?.host.stop();
      const begun = performance.now();
      let readingMs: number | null = null;
      let done: (opening: Opening) => void = () => {};
      const opening = new Promise<Opening>((settled) => {
        done = settled;
      });
      const settle = (outcome: Opening) => {
        readingMs ??= performance.now() - begun;
        done(outcome);
      };
      let waiting: ((files: Texts) => void)[] = [];
      const answerTexts = (files: Texts) => {
        for (const answer of waiting) answer(files);
        waiting = [];
      };
      let checking: ((faults: PolicyFaults) => void)[] = [];
      const answerChecks = (faults: PolicyFaults) => {
        for (const answer of checking) answer(faults);
        checking = [];
      };
      const host = parts.startEngine({
        reported(report) {
          if (report.type === 'opened') {
            settle({ kind: 'opened', report });
            parts.changed();
          } else if (report.type === 'texts') answerTexts(report.files);
          else if (report.type === 'policy-checked') answerChecks(report.faults);
          else if (report.type === 'ended') {
            settle({ kind: 'ended', state: report.state, reason: report.reason });
            // A failed case stays, so that the page can show why; a cancelled one has nothing to show.
            if (report.state === 'cancelled' && seat === own) desk.close();
          }
        },
        lost(reason) {
          own.alive = false;
          settle({ kind: 'ended', state: 'lost', reason });
          answerTexts([]);
          answerChecks(gone);
          if (seat !== own) return;
          takePorts(reason);
          parts.lost(reason);
        },
      });
      const own: Seat = {
        host,
        alive: true,
        current: {
          request,
          opening,
          readingMs: () => readingMs,
          texts: () =>
            new Promise<Texts>((answer) => {
              if (!own.alive) {
                answer([]);
                return;
              }
              waiting.push(answer);
              host.order({ type: 'texts' });
            }),
          judge(given) {
            host.order({ type: 'judge', history: [...given] });
          },
          checkPolicy: (name, text) =>
            new Promise<PolicyFaults>((answer) => {
              if (!own.alive) {
                answer(gone);
                return;
              }
              checking.push(answer);
              host.order({ type: 'check-policy', name, text });
            }),
        },
      };
      seat = own;
      host.order({ type: 'open', order: request.order, sandboxOff: parts.sandboxOff, ...(history.length === 0 ? {} : { history: [...history] }) });
      for (const page of pages.values()) handPort(page);
      parts.changed();
      return own.current;
    },
    close() {
      if (!seat) return;
      seat.alive = false;
      seat.host.stop();
      seat = null;
      takePorts('No case is open.');
      parts.changed();
    },
    pageReady(page) {
      pages.set(page.id, page);
      handPort(page);
    },
    pageGone(page) {
      pages.delete(page.id);
    },
  };
  return desk;
}

/** The folders in which nothing may be written while the case is open. */
export function evidenceFolders(order: OpenOrder, join: (root: string, part: string) => string): string[] {
  return order.include.map((part) => (part === '' ? order.root : join(order.root, part)));
}
