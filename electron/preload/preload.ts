/**
 * Runs in the page's process before the page: owns the engine's port and shows the page three functions. Knows nothing of
 * what the calls mean; a dropped folder's path goes from here to main and never to the page.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron/renderer';
import { channels } from '../../shared/channels.ts';
import { createBridge } from './bridge.ts';

const bridge = createBridge({ invoke: (method, params) => ipcRenderer.invoke(channels.call, method, params) });

ipcRenderer.on(channels.port, (event) => {
  const port = event.ports[0];
  if (!port) return;
  bridge.takePort({
    send: (message) => port.postMessage(message),
    listen: (handler) => {
      port.onmessage = (message) => handler(message.data);
    },
  });
});
ipcRenderer.on(channels.portLost, (_event, reason: unknown) => bridge.losePort(typeof reason === 'string' ? reason : 'No case is open.'));
ipcRenderer.on(channels.notice, (_event, message: unknown) => bridge.heardFromMain(message));

contextBridge.exposeInMainWorld('caseApi', bridge.api);

// In the capture phase, so that no handler of the page comes first. Without these the window would show the "no entry"
// pointer and a dropped file would not arrive.
window.addEventListener('dragover', (event) => event.preventDefault(), { capture: true });
window.addEventListener(
  'drop',
  (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    const path = file ? webUtils.getPathForFile(file) : '';
    if (path !== '') ipcRenderer.send(channels.dropped, path);
  },
  { capture: true },
);

// Main answers with a port where a case is open.
ipcRenderer.send(channels.pageReady);
