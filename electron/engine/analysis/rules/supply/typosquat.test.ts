import { rule } from './typosquat.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'pip install reqeusts',
    'npm install expresss',
    'npx -y @anthropci/mcp-tools',
  ],
  quiet: [
    'pip install requests numpy',
    'npm install express preact',
    'npx @anthropic-ai/claude-code',
    'npm i -D vitest eslint',
  ],
});
