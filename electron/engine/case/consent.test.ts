import { describe, expect, it } from 'vitest';
import { openDrawn } from '../drawn-case.ts';
import { postureView } from './posture-view.ts';

describe('a consent to bypass mode', () => {
  it('is shown with its place: the setting of newer versions, and the flag of older ones', async () => {
    const opened = await openDrawn({
      'Users/kim/.claude/settings.json': '{\n  "skipDangerousModePermissionPrompt": true\n}',
      'Users/kim/.claude.json': '{\n  "userID": "u",\n  "bypassPermissionsModeAccepted": true,\n  "projects": {}\n}',
    });
    const view = postureView(opened);
    expect(view.consents).toMatchObject([{ name: 'bypassPermissionsModeAccepted', value: 'true', project: null, place: { path: 'Users/kim/.claude.json', line: 3 } }]);
    expect(view.levels.find((level) => level.path === 'Users/kim/.claude/settings.json')?.says).toContain('skipDangerousModePermissionPrompt: true');
  });
});
