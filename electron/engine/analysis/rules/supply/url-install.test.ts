import { rule } from './url-install.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'npm exec --package=https://get.example.net/p.tgz -- p',
    'pip install https://a.example.net/x.whl',
    'npm install git+https://git.example.net/x.git',
    'code --install-extension /tmp/x.vsix',
  ],
  quiet: [
    'npm install left-pad',
    'pip install -r requirements.txt',
    'pip install ./dist/x.whl',
  ],
});
