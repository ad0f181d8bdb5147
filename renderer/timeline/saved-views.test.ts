import { describe, expect, test } from 'vitest';
import { currentView, savedViews, withoutViewKeys, withView } from './saved-views.ts';

const named = (name: string) => {
  const view = savedViews.find((one) => one.name === name);
  if (!view) throw new Error(`no view ${name}`);
  return view;
};

describe('the saved views', () => {
  test('take the place of one another and leave the rest of the filter alone', () => {
    const credentials = withView({ sessions: ['s1'], minSeverity: 'high' }, named('Credentials'));
    expect(credentials).toEqual({ sessions: ['s1'], rules: ['credential.', 'write.credential-store'] });
    expect(currentView(credentials)?.name).toBe('Credentials');
    expect(currentView(withView(credentials, named('All events')))?.name).toBe('All events');
    expect(withoutViewKeys(credentials)).toEqual({ sessions: ['s1'] });
  });

  test('claim no view where the keys are no view', () => {
    expect(currentView({ minSeverity: 'low' })).toBeNull();
    expect(currentView({ minSeverity: 'high', lanes: ['git'] })).toBeNull();
  });
});
