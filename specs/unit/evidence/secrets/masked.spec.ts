/** Specs of what is taken for a secret, and of what is not. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { isSecretName, masked } from '../../../../harness/evidence/secrets/masked.ts'

test.each([
  ['{PATH=/bin:/usr/bin, DB_PASSWORD=hunter2, HOME=/root}', '{PATH=/bin:/usr/bin, DB_PASSWORD=***, HOME=/root}'],
  ['AWS_SECRET_ACCESS_KEY=abc/def+ghi== x', 'AWS_SECRET_ACCESS_KEY=*** x'],
  ['"GITHUB_TOKEN=ghp_1"', '"GITHUB_TOKEN=***"'],
  ['apiKey=1', 'apiKey=***'],
  ['sasl.jaas.config: user="me" password="hunter2";', 'sasl.jaas.config: user="me" password="***";'],
  [String.raw`{"jaas":"user=\"me\" password=\"hunter2\""}`, String.raw`{"jaas":"user=\"me\" password=\"***\""}`],
  [String.raw`password="hun\"ter2" next`, 'password="***" next'],
  ['password="hunter2 and no end', 'password="***'],
  ['{"db.password": "two hunter2", "a": 1}', '{"db.password": "***", "a": 1}'],
  ['run --db-password hunter2 --rows 3', 'run --db-password *** --rows 3'],
  ['run --db-password=hunter2 --rows 3', 'run --db-password=*** --rows 3'],
  ['["--password", "hunter2", "--rows", "3"]', '["--password", "***", "--rows", "3"]'],
  ["['--api-token', 'hunter2']", "['--api-token', '***']"],
  ['"--password",\n  "hunter2",\n', '"--password",\n  "***",\n'],
  ['- --password\n- hunter2\n- --rows', '- --password\n- ***\n- --rows'],
  ['ssl.key-password: hunter2', 'ssl.key-password: ***'],
  ['user: me\npassword: two hunter2\nrows: 3', 'user: me\npassword: ***\nrows: 3'],
  ['  - token: hunter2', '  - token: ***'],
  ['{user: me, token: hunter2, rows: 3}', '{user: me, token: ***, rows: 3}'],
  ['refused for me with password: hunter2', 'refused for me with password: ***'],
  ['the DB_PASSWORD=hunter2', 'the DB_PASSWORD=***'],
  ['DB_PWD=hunter2 GITHUB_PAT=hunter2', 'DB_PWD=*** GITHUB_PAT=***'],
  ['Authorization: Bearer hunter2', 'Authorization: Bearer ***'],
  ["{'Authorization': 'Basic aHVudGVyMg=='}", "{'Authorization': 'Basic ***'}"],
  ['sent Bearer abc.hunter2 to it', 'sent Bearer *** to it'],
  ['Cookie: session=hunter2; theme=dark', 'Cookie: ***'],
  ['x-api-key: hunter2', 'x-api-key: ***'],
  ['<password>hunter2</password>', '<password>***</password>'],
  ['<db:password a="1"><![CDATA[hunter2]]></db:password>', '<db:password a="1"><![CDATA[***]]></db:password>'],
  ['&lt;password&gt;hunter2&lt;/password&gt;', '&lt;password&gt;***&lt;/password&gt;'],
  ['<name>fs.s3a.secret.key</name> <value>hunter2</value>', '<name>fs.s3a.secret.key</name> <value>***</value>'],
  ['<property name="password" value="hunter2"/>', '<property name="password" value="***"/>'],
  ['<entry key="password">hunter2</entry>', '<entry key="password">***</entry>'],
  ['{"key":"s3.secret-key","value":"hunter2"}', '{"key":"s3.secret-key","value":"***"}'],
  ["WITH ('username' = 'me', 'password' = 'hunter2')", "WITH ('username' = 'me', 'password' = '***')"],
  ['postgres://me:hunter2@host/db', 'postgres://***@host/db'],
  ['postgres://me:hun@ter2@host/db', 'postgres://***@host/db'],
  ['https://host/x?token=hunter2', 'https://host/x?token=***'],
  ['https://host/x?a=1&sig=hunter2&b=2', 'https://host/x?a=1&sig=***&b=2'],
  ['key AKIAIOSFODNN7EXAMPLE is unknown', 'key *** is unknown'],
  ['pushed with ghp_0123456789abcdefghij', 'pushed with ***'],
  ['password = "hunter2"', 'password = "***"'],
  ['password = hunter2', 'password = ***'],
  ['token = abc123', 'token = ***'],
  ['    password = "hunter2"', '    password = "***"'],
  ['    password = hunter2', '    password = ***'],
  ['    token = hunter.2', '    token = ***'],
  ['password = open.sesame', 'password = ***'],
  ['\tdb.password = open.sesame', '\tdb.password = ***'],
  ['    token = fetched(password="hunter2")', '    token = fetched(password="***")'],
  ['InvalidPasswordException: password = hunter2', 'InvalidPasswordException: password = ***'],
  ['password_error=hunter2', 'password_error=***'],
  ['{"password_error": "hunter2"}', '{"password_error": "***"}'],
  ['secrets.py:12: password=hunter2', 'secrets.py:12: password=***'],
  ['api.key:1234 db.password:1234', 'api.key:*** db.password:***'],
  ['secrets.py:12abc', 'secrets.py:***'],
  ['secret.job: 4 rows, token=hunter2', 'secret.job: 4 rows, token=***'],
  ['secret.job: 4 hunter2', 'secret.job: ***'],
  ['{"user":"u","pwd":"hunter2"}', '{"user":"u","pwd":"***"}'],
  ['pwd=hunter2', 'pwd=***'],
  ['pwd: hunter2', 'pwd: ***'],
  ['--pwd hunter2', '--pwd ***'],
  ['Server=x;Uid=u;Pwd=hunter2;', 'Server=x;Uid=u;Pwd=***'],
  ['userPwd=hunter2 DB_PWD=/hunter2', 'userPwd=*** DB_PWD=***'],
  ['PWD=/srv/app;password=hunter2', 'PWD=/srv/app;password=***'],
  ['Unexpected token: password=hunter2', 'Unexpected token: password=***'],
  ['Unexpected token: password: hunter2', 'Unexpected token: password: ***'],
  ['Unexpected token: "password=hunter2"', 'Unexpected token: "password=***"'],
  ['bad token: db.password=hunter2, next', 'bad token: db.password=***, next'],
  ['to pass: token=hunter2', 'to pass: token=***'],
  ['max_tokens: 12 password=hunter2', 'max_tokens: 12 password=***'],
  ['-----BEGIN PRIVATE KEY-----\nhunter2\n-----END', '-----BEGIN PRIVATE KEY-----***-----END'],
])('%s', (text, without) => {
  expect(masked(text)).toBe(without)
  expect(masked(without)).toBe(without)
})

test.each([
  'key=weather',
  'partition=0, offset=12',
  'bypass=1 keyboard=us',
  'token expected, got = 3',
  'Unexpected token: x',
  'SyntaxError: Unexpected token: } at line 3',
  'pass: 1461 of 1461 rows matched',
  'tokenizer: standard, max_tokens: 4096',
  'PWD=/srv/jobs OLDPWD=/srv',
  'COMPAT=1 PATH=/bin path: /tmp/x',
  'ssl.key.password = null',
  'sasl.jaas.config = [hidden], hasPassword: true, password=""',
  'http://host:8081/jobs',
  'PLAINTEXT://kafka:9092,INTERNAL://kafka:29092',
  'git@github.com:me/job.git',
  'the bearer authentication of this broker',
  "Failed: secretary=Ann, column 'pass' of 3",
  'ssh://git@host/repository',
  'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
  'google.auth.exceptions.DefaultCredentialsError: Could not determine credentials',
  'Caused by: org.apache.kafka.common.errors.InvalidPasswordException: it is too short',
  'SecretWarning: this key is old',
  '/srv/secrets.py:12: SecretWarning: this key is old',
  '    tokens = line.split()',
  'Traceback:\n    self.token = row["id"]\n    secret = config.secret\n',
  'fixtures/secrets.csv:4: the cell is empty',
  'at secrets.py:12, secrets.ts:12:5 (secrets.py:7)',
  'job secret_santa.job: 4 of 8 rows are lost',
  'secret_santa.job: 1,004 of 8,000 rows are lost',
  'kafka.secret-topic: 7 rows',
  'kafka.secret-topic: 1 row',
  'PWD=/srv/app',
  'OLDPWD=/srv',
  '{"PWD": "/srv/app"} -v $PWD:/app',
  '/bin/sh: 1: pwd: not found',
])('%s holds none', (text) => expect(masked(text)).toBe(text))

test('a variable that holds the working directory is no secret, a field pwd is one', () => {
  expect(['PWD', 'OLDPWD', 'pwd', 'Pwd', 'DB_PWD'].map(isSecretName)).toEqual([false, false, true, true, true])
})

test('a long line without an end takes no time to speak of', () => {
  const long = 'password-'.repeat(100_000)
  expect(masked(long)).toBe(long)
  expect(masked('x'.repeat(1_000_000))).toHaveLength(1_000_000)
  expect(masked(' '.repeat(1_000_000) + 'token = a.b')).toHaveLength(1_000_011)
  expect(masked('<'.repeat(100_000))).toHaveLength(100_000)
  const weak = 'a token: "b token: '.repeat(10_000)
  expect(masked(weak)).toBe(weak)
})

test('whatever secrets stand among, they are masked, and masking twice changes nothing', () => {
  const secret = 'hunter2Xq9'
  const shaped = [
    `["--password", "${secret}"]`,
    `--token ${secret} `,
    `db.password: ${secret}`,
    `{"apiKey": "${secret}"}`,
    `Authorization: Bearer ${secret}`,
    `<password>${secret}</password>`,
    `postgres://me:${secret}@host/db `,
    `password="${secret}";`,
    `x_PWD=${secret} `,
    `https://host/?token=${secret} `,
    `    token = ${secret} `,
    `pwd=${secret} `,
    `{"pwd":"${secret}"}`,
    `InvalidPasswordException: password = ${secret} `,
    `secrets.py:12: password=${secret} `,
  ]
  const ordinary = [
    '2026-11-30 20:41:05,123 INFO ',
    'Unexpected token: x',
    'Unexpected token: ',
    '{"a": 1}',
    '***',
    '"',
    "it's ",
    '<b>',
    'pass: 3',
    'NoCredentialsError: Unable',
    '    tokens = line.split()',
    'secrets.csv:4: ',
    'secret.job: 4 of 8 rows',
    'PWD=/srv/app',
  ]
  const piece = fc.oneof(
    fc.constantFrom(...shaped),
    fc.constantFrom(...ordinary),
    fc.string({ maxLength: 8 }).filter((text) => !/[\w.:-]$/.test(text)),
  )
  const between = fc.constantFrom(' ', '\n', ', ')
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, between), { maxLength: 12 }), (pieces) => {
      const once = masked(pieces.map((texts) => texts.join('')).join(''))
      expect(once).not.toContain(secret)
      expect(masked(once)).toBe(once)
    }),
    { numRuns: 2000 },
  )
})
