import { describe, expect, test } from 'vitest';
import type { FindingTag } from '../../shared/event.ts';
import { rowBadges, ruleBadgeText, withoutWords } from './finding-badges.ts';

const tag = (rule: string, severity: FindingTag['severity']): FindingTag => ({ id: rule, rule, title: `Title of ${rule}`, severity });

describe('the badges of a row', () => {
  test('name the worst finding and count the rest with the worst of their colours', () => {
    const found = rowBadges({ findings: [tag('write.outside-root', 'medium'), tag('credential.ssh-key', 'critical'), tag('network.command', 'high')], findingCount: 3 });
    expect(found.mark).toBe('critical');
    expect(found.badge).toMatchObject({ text: 'CREDENTIAL', severity: 'critical' });
    expect(found.more).toEqual({ count: 2, severity: 'high' });
  });

  test('count findings that the row does not carry', () => {
    expect(rowBadges({ findings: [tag('network.command', 'low')], findingCount: 40 }).more).toEqual({ count: 39, severity: 'low' });
  });

  test('give information a badge but no severity mark', () => {
    expect(rowBadges({ findings: [tag('network.command', 'info')], findingCount: 1 })).toMatchObject({ mark: null, badge: { text: 'NETWORK' }, more: null });
    expect(rowBadges({ findings: [], findingCount: 0 })).toEqual({ mark: null, badge: null, more: null });
  });

  test('go without words where a row is narrow, and still count each finding', () => {
    const two = rowBadges({ findings: [tag('write.outside-root', 'medium'), tag('network.command', 'info')], findingCount: 2 });
    expect(withoutWords(two)).toEqual({ mark: 'medium', badge: null, more: { count: 1, severity: 'info' } });
    expect(withoutWords(rowBadges({ findings: [tag('network.command', 'info')], findingCount: 1 }))).toEqual({ mark: null, badge: null, more: { count: 1, severity: 'info' } });
  });

  test('name a rule that has no short name by its own last part', () => {
    expect(ruleBadgeText('posture.sandbox-off')).toBe('SANDBOX OFF');
    expect(ruleBadgeText('write.outside-root.link')).toBe('OUTSIDE ROOT');
    expect(ruleBadgeText('x.')).toBe('FINDING');
  });
});
