import { rule } from './pipe-repo.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'add-apt-repository ppa:x/y',
    "echo 'deb http://a.example.net x main' > /etc/apt/sources.list.d/x.list",
  ],
  quiet: [
    'apt-key list',
    'cat /etc/apt/sources.list',
  ],
});
