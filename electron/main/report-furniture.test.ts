/** The foot of each page holds constants and checked words, never free text. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FurnitureFacts, pageFurniture } from './report-furniture.ts';

const facts: FurnitureFacts = { version: '0.1.0', issuedAt: Date.UTC(2026, 4, 15, 14, 31), options: { caseNumber: 'IR-2026/014', handling: 'TLP:AMBER+STRICT' }, live: false, sandboxOff: false };

describe('the page furniture', () => {
  test('names report, case, handling, tool and page', () => {
    const { headerTemplate, footerTemplate } = pageFurniture(facts);
    expect(headerTemplate).toBe('<span></span>');
    for (const words of ['PF-20260515T143100Z', 'Case IR-2026/014', 'TLP:AMBER+STRICT', 'Postflight 0.1.0', '<span class="pageNumber"></span>', '<span class="totalPages"></span>']) {
      expect(footerTemplate).toContain(words);
    }
    expect(footerTemplate).not.toContain('Live');
  });

  test('says on each page what is no evidence, and that the sandbox was off', () => {
    const { footerTemplate } = pageFurniture({ ...facts, live: true, sandboxOff: true });
    expect(footerTemplate).toContain('Live, not evidence');
    expect(footerTemplate).toContain('sandbox off');
  });

  test.each(['<b>', 'a b', 'Fall 7', '"', '‮', 'a'.repeat(41), 'é'])('refuses the case number %j', (caseNumber) => {
    expect(() => pageFurniture({ ...facts, options: { ...facts.options, caseNumber } })).toThrow();
  });

  test('refuses a label that is not in the list, and a strange version', () => {
    expect(() => pageFurniture({ ...facts, options: { ...facts.options, handling: 'TLP:PINK' as 'TLP:RED' } })).toThrow();
    expect(() => pageFurniture({ ...facts, version: '<script>' })).toThrow();
  });

  test('whatever the case number, it is refused or stands there letter by letter', () => {
    fc.assert(
      fc.property(fc.string(), (caseNumber) => {
        const options = { ...facts.options, caseNumber };
        if (/^[A-Za-z0-9._/-]{0,40}$/.test(caseNumber)) expect(pageFurniture({ ...facts, options }).footerTemplate).toContain(caseNumber);
        else expect(() => pageFurniture({ ...facts, options })).toThrow();
      }),
    );
  });
});
