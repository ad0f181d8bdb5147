import { rule } from './prompt.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'zenity --password --title=Login',
    'osascript -e \'display dialog "Password:" default answer "" with hidden answer\'',
  ],
  quiet: [
    'osascript -e \'display dialog "Done"\'',
    'zenity --info --text=Done',
    'dialog --yesno ok 5 20',
  ],
});
