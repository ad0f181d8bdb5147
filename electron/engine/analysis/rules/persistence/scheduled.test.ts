import { rule } from './scheduled.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "(crontab -l; echo '* * * * * /tmp/x') | crontab -",
    'launchctl load ~/Library/LaunchAgents/x.plist',
    'cp x.service /etc/systemd/system/',
  ],
  quiet: [
    'crontab -l',
    'systemctl status cron',
    'ls ~/Library/LaunchAgents',
  ],
});
