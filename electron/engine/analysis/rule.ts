/** How a rule is written down: its texts, its severity, its ids. Knows nothing of any one rule. */
import type { Fact, RuleInfo } from '../../../shared/finding.ts';
import type { Severity } from '../../../shared/event.ts';
import type { ExaminedCall, Rule, RuleHit, Sight } from './examined-call.ts';
import { excerptOf, recorded } from './wording.ts';

/** What a rule says of itself; `family` is the id's part before the point. */
export interface RuleText {
  readonly id: string;
  readonly version?: number;
  readonly title: string;
  readonly severity: Severity;
  readonly attack: readonly string[];
  readonly why: string;
  readonly doesNotShow: string;
  readonly otherExplanation: string;
  readonly canBeWrong: string;
  /** What must stand among the facts, or it finds nothing; left out: it looks at the call itself. */
  readonly looksAt?: readonly Sight[];
  /** Among exec facts, the programs and wrappers that matter to it; left out: each does. */
  readonly programs?: (program: string) => boolean;
  /** Shapes of words of which one must stand among the arguments of what the call runs; left out: any arguments will do. */
  readonly words?: readonly RegExp[];
  /** The programs of which this is asked; left out: of each. */
  readonly wordsOf?: (program: string) => boolean;
  /** Among file facts, shapes of the paths that matter to it; left out: each does. */
  readonly paths?: readonly RegExp[];
  /** Beside `paths`, those that a policy names as credential paths matter to it. */
  readonly policyPaths?: true;
}

/** Makes a rule of its texts and its function. */
export function defineRule(text: RuleText, examine: (call: ExaminedCall) => readonly RuleHit[]): Rule {
  const { version = 1, attack, looksAt, programs, words, wordsOf, paths, policyPaths, ...rest } = text;
  const info: RuleInfo = { ...rest, version, attack: [...attack], family: text.id.slice(0, text.id.indexOf('.')) };
  return { info, examine, ...(looksAt === undefined ? {} : { looksAt }), ...(programs === undefined ? {} : { programs }), ...(words === undefined ? {} : { words }), ...(wordsOf === undefined ? {} : { wordsOf }), ...(paths === undefined ? {} : { paths }), ...(policyPaths === undefined ? {} : { policyPaths }) };
}

export const noHits: readonly RuleHit[] = [];

/** What a hit adds to its rule. Left out: the rule's severity is taken, the confidence follows the fact. */
export interface HitText {
  readonly severity: Severity;
  /** What the call does, as in "… a call that `deletes /x`". */
  readonly what: string;
  readonly detail?: RuleHit['detail'];
  readonly confidence?: RuleHit['confidence'];
  readonly reason?: string;
  readonly title?: string;
  readonly ruleId?: string;
}

const maxDetail = 8000;

/** The contract bounds each value of a detail; hostile hosts and arguments are longer. */
function bounded(detail: RuleHit['detail']): RuleHit['detail'] {
  const long = (value: unknown) => typeof value === 'string' && value.length > maxDetail;
  if (!Object.values(detail).some((value) => long(value) || (Array.isArray(value) && (value.length > 256 || value.some(long))))) return detail;
  return Object.fromEntries(Object.entries(detail).map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, maxDetail) : Array.isArray(value) ? value.slice(0, 256).map((each) => each.slice(0, maxDetail)) : value]));
}

/** A hit on a fact. A value written out in the record gives high confidence, one known in part medium. */
export function hitOn(call: ExaminedCall, fact: Fact | undefined, text: HitText): RuleHit {
  const certainty = fact !== undefined && 'certainty' in fact ? fact.certainty : 'static';
  const confidence = text.confidence ?? (certainty === 'static' ? 'high' : certainty === 'partial' ? 'medium' : 'low');
  const reason = text.reason ?? (certainty === 'static' ? 'The record spells it out.' : certainty === 'partial' ? 'A part of it is expanded, or stands in code that is read by eye only.' : 'A part that decides is known only at run time.');
  return {
    severity: text.severity,
    confidence,
    confidenceReason: reason,
    sentence: recorded(text.what),
    excerpt: excerptOf(call, fact),
    detail: bounded(text.detail ?? {}),
    ...(text.title === undefined ? {} : { title: text.title }),
    ...(text.ruleId === undefined ? {} : { ruleId: text.ruleId }),
  };
}
