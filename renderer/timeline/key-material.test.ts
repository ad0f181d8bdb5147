import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskKeyMaterial } from './key-material.ts';

describe('key material', () => {
  test('is masked in a private key, whose head stays readable', () => {
    const body = 'b3BlbnNzaC1rZXktdjEAAAAA\n'.repeat(4);
    const masked = maskKeyMaterial(`-----BEGIN OPENSSH PRIVATE KEY-----\n${body}-----END OPENSSH PRIVATE KEY-----\nrest`);
    expect(masked.places).toBe(1);
    expect(masked.text).not.toContain('b3Blbn');
    expect(masked.text).toContain('-----BEGIN OPENSSH PRIVATE KEY-----');
    expect(masked.text).toContain('-----END OPENSSH PRIVATE KEY-----\nrest');
  });

  test('is masked in tokens and settings', () => {
    expect(maskKeyMaterial(`ghp_${'a'.repeat(36)} x`).text).toBe('ghp_[36 characters masked] x');
    expect(maskKeyMaterial(`aws_secret_access_key = ${'w'.repeat(40)}`).text).toBe('aws_secret_access_key = [40 characters masked]');
    expect(maskKeyMaterial(`AKIA${'Q'.repeat(16)}`).places).toBe(1);
    expect(maskKeyMaterial('a hunter22 b hunter33', [{ start: 2, end: 10 }, { start: 13, end: 21 }])).toEqual({ text: 'a [8 characters masked] b [8 characters masked]', places: 2 });
  });

  test('leaves other text alone', () => {
    for (const text of ['npm test', 'ssh-ed25519 AAAAC3Nz public', 'the sk- prefix', '']) expect(maskKeyMaterial(text)).toEqual({ text, places: 0 });
    fc.assert(fc.property(fc.string({ maxLength: 12 }), (text) => maskKeyMaterial(text).text === text));
  });
});
