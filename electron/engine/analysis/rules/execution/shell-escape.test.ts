import { rule } from './shell-escape.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'python3 -c "import pty; pty.spawn(\'/bin/bash\')"',
    'vim -c \':!/bin/sh\'',
    'awk \'BEGIN {system("/bin/sh")}\'',
    'find . -exec /bin/sh -p \\; -quit',
  ],
  quiet: [
    'bash -l',
    'python3 -c "import os; os.system(\'ls\')"',
    'find . -exec sh -c \'echo "$1"\' _ {} \\;',
  ],
});
