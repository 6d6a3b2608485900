/** Which certificates an image build is given: those of the host, without the public ones, each once. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

import { expect, onTestFinished, test, vi } from 'vitest'

import { certificatesBeyond, extraCertificates } from '../../../../harness/setup/network/certificates.ts'

/** A certificate that nobody else knows, made for this spec; its key was thrown away. */
const own = `-----BEGIN CERTIFICATE-----
MIIBjTCCATOgAwIBAgIUb8Qv8AMV2gpjjc/uWdz+BctiJzkwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc3RyZWFtYXNzYXkgc3BlYzAgFw0yNjExMjMwNDQ3MzVaGA8y
MTI2MTAzMDA0NDczNVowGzEZMBcGA1UEAwwQc3RyZWFtYXNzYXkgc3BlYzBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABBp+f/zGElbsFC4yuDZhHgA5ID5Ay6opf+tk
mIdTEF5w3jVT9r05p9nPzc4GP8FVkjstJh+DVYRFzuWTT2GlkHijUzBRMB0GA1Ud
DgQWBBSeRRdSNoCrt9pF/x4pTTJaZaMB5jAfBgNVHSMEGDAWgBSeRRdSNoCrt9pF
/x4pTTJaZaMB5jAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCE
hCbuzB4xr0g1nDFYpjYwpMQAunRUAnT0hTmcYI0EegIgVFVRXLZb0C69dspKhcem
xFytriPXt3OyIRuSj92NS1o=
-----END CERTIFICATE-----
`

const variables = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'PIP_CERT',
  'AWS_CA_BUNDLE',
]

function onlyFile(path: string): void {
  for (const name of variables) vi.stubEnv(name, '')
  vi.stubEnv('SSL_CERT_FILE', path)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
}

test('what is known is left out, what is left comes once and in the same order however it was found', () => {
  const [first = '', second = '', third = ''] = rootCertificates
  const bundle = `# a bundle\n${first}\n${second}`
  const extra = certificatesBeyond([first], [bundle, `${third}\n${own}${second}`])
  expect(extra).toHaveLength(3)
  expect(certificatesBeyond([first], [third, own, second, own])).toEqual(extra)
  expect(extra).toContain(own)
})

test('a block that is no certificate adds nothing and hides nothing', () => {
  const broken = '-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n'
  expect(certificatesBeyond([], [broken + own])).toEqual([own])
})

test('a bundle in the environment adds its own certificates and none of the public ones', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'certificates-'))
  const path = join(folder.path, 'bundle.pem')
  onlyFile(join(folder.path, 'missing.pem'))
  const before = await extraCertificates()
  onlyFile(path)
  await writeFile(path, [...rootCertificates, own].join('\n'))
  expect(before).not.toContain(own)
  expect(new Set(await extraCertificates())).toEqual(new Set([...before, own]))
})
