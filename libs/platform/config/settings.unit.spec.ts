import { describe, expect, it } from '@jest/globals';
import { environmentExample, readSettings, SETTINGS, SettingsError } from './settings.ts';

describe('settings', () => {
  it('needs none', () => {
    expect(readSettings({})).toMatchObject({
      dataDir: './data',
      port: 8080,
      host: '127.0.0.1',
      clickhouseUrl: null,
      chromium: null,
    });
  });

  it('tells every fault at once, by name', () => {
    const faults = () =>
      readSettings({
        PLUMBLINE_PORT: '99999',
        PLUMBLINE_LOG_LEVEL: 'loud',
        PLUMBLINE_PROT: '1',
        PLUMBLINE_SMTP_URL: 'smtp://x',
        HOME: '/',
      });
    expect(faults).toThrow(SettingsError);
    for (const name of [
      'PLUMBLINE_PORT: must be at most 65535',
      'PLUMBLINE_LOG_LEVEL: ',
      'PLUMBLINE_PROT: is not a setting',
      'PLUMBLINE_SMTP_URL: Mail',
    ]) {
      expect(faults).toThrow(name);
    }
    expect(faults).not.toThrow('HOME');
  });

  it('refuses less for all attachments than for one', () => {
    const read = (sum: string) => () =>
      readSettings({ PLUMBLINE_MAX_ATTACHMENT: '300', PLUMBLINE_MAX_ATTACHMENT_SUM: sum });
    expect(read('299')).toThrow('PLUMBLINE_MAX_ATTACHMENT_SUM: must be at least PLUMBLINE_MAX_ATTACHMENT');
    expect(read('300')).not.toThrow();
  });

  it('takes an empty variable for an absent one, as compose files write it', () => {
    expect(readSettings({ PLUMBLINE_CLICKHOUSE_URL: '' }).clickhouseUrl).toBeNull();
  });

  it('is documented whole, and its example is valid', () => {
    const example = environmentExample();
    for (const name of Object.keys(SETTINGS)) expect(example).toContain(name);
    const environment = Object.fromEntries(
      example
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(readSettings(environment)).toEqual(readSettings({}));
  });
});
