/**
 * The line at the foot of each printed page. It is HTML outside the content security policy, so that it holds checked
 * constants only: free text is refused. Knows nothing of the evidence.
 */
import { handlingLabels, type ReportOptions } from '../../shared/report.ts';
import { reportId } from '../../shared/report-id.ts';
import { productName } from '../../shared/version.ts';

const caseNumber = /^[A-Za-z0-9._/-]{0,40}$/;
const versionNumber = /^[0-9A-Za-z.+-]{1,40}$/;

export interface Furniture {
  readonly headerTemplate: string;
  readonly footerTemplate: string;
}

export interface FurnitureFacts {
  readonly version: string;
  readonly issuedAt: number;
  readonly options: Pick<ReportOptions, 'caseNumber' | 'handling'>;
  readonly live: boolean;
  readonly sandboxOff: boolean;
}

/** Throws for a case number, a label or a version outside its alphabet. */
export function pageFurniture(facts: FurnitureFacts): Furniture {
  const { handling } = facts.options;
  if (!handlingLabels.some((label) => label === handling)) throw new Error('The handling label is none of the known ones.');
  if (!caseNumber.test(facts.options.caseNumber)) throw new Error('The case number holds characters that may not stand in the footer.');
  if (!versionNumber.test(facts.version)) throw new Error('The version holds characters that may not stand in the footer.');
  const left = [reportId(facts.issuedAt), ...(facts.options.caseNumber === '' ? [] : [`Case ${facts.options.caseNumber}`])].join(' · ');
  const notes = [...(facts.live ? ['Live, not evidence'] : []), ...(facts.sandboxOff ? ['made with the browser sandbox off'] : [])];
  const middle = [handling, ...notes].join(' · ');
  return {
    // Empty, else Chromium prints the date and the title.
    headerTemplate: '<span></span>',
    footerTemplate:
      '<div style="width:100%;margin:0 15mm;padding-top:1mm;border-top:0.5px solid #b4b8bd;display:flex;justify-content:space-between;' +
      'font-family:sans-serif;font-size:7px;color:#3b4047">' +
      `<span>${escaped(left)}</span><span>${escaped(middle)}</span>` +
      `<span>${escaped(`${productName} ${facts.version}`)} · page <span class="pageNumber"></span> of <span class="totalPages"></span></span></div>`,
  };
}

/** All that is put in is ASCII of a known alphabet but for the dot; it is escaped all the same. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('·', '&#183;');
}
