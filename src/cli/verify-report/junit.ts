import {
  differenceText,
  isGood,
  leftOut,
  passed,
  verdictSentence,
  type ReportedResult,
  type VerifyReport,
} from './report.ts';

/** Text that XML 1.0 takes: control characters, lone surrogates and two non-characters have no place in it. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.codePointAt(0)};`);
}

const attributes = (pairs: Record<string, string | number>): string =>
  Object.entries(pairs)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join('');

/** Never with an exponent, which the schemas refuse. */
const time = (seconds: number): string => seconds.toFixed(3);

interface Case {
  profile: string;
  name: string;
  seconds: number;
  failure?: { type: string; message: string; text: string };
  skipped?: string;
}

function caseOf({ id, profile, result, seconds, differences, flipped }: ReportedResult): Case {
  if (isGood({ result })) return { profile, name: id, seconds };
  const lines = [...flipped, ...differences.map(differenceText)];
  return { profile, name: id, seconds, failure: { type: result, message: lines[0] ?? result, text: lines.join('\n') } };
}

function caseElement({ profile, name, seconds, failure, skipped }: Case): string {
  const open = `    <testcase${attributes({ name, classname: `verify.${profile}`, time: time(seconds) })}`;
  if (failure) {
    const { type, message, text } = failure;
    return `${open}>\n      <failure${attributes({ type, message })}>${xml(text)}</failure>\n    </testcase>`;
  }
  if (skipped) return `${open}>\n      <skipped${attributes({ message: skipped })}/>\n    </testcase>`;
  return `${open}/>`;
}

/** What was left out is skipped; what was not reached, or a verification of nothing, is a failure. */
function casesOf(report: VerifyReport): Case[] {
  const cases = report.results.map(caseOf);
  for (const { why, reason, tasks } of leftOut(report)) {
    const fate = why === 'stopped' ? { failure: { type: why, message: reason, text: reason } } : { skipped: reason };
    cases.push(...tasks.map(({ id, profile }) => ({ profile, name: id, seconds: 0, ...fate })));
  }
  if (passed(report) || cases.some(({ failure }) => failure)) return cases;
  const message = verdictSentence(report);
  return [
    ...cases,
    { profile: 'all', name: 'something is verified', seconds: 0, failure: { type: 'empty', message, text: message } },
  ];
}

/**
 * JUnit XML, one suite a profile and one case an experiment, for the test view of any CI. It follows what Jenkins's xUnit
 * schema and the one of Ant's JUnit task have in common; the host name that Ant's asks for is never told.
 */
export function junitReport(report: VerifyReport): string {
  const { node, machine, backend, sample, budgetSeconds, date } = report;
  const properties = {
    node,
    machine,
    backend: `${backend.name} ${backend.version}`,
    ...(sample && { sample: `${sample.percent}%`, 'sample-seed': sample.seed }),
    ...(budgetSeconds !== null && { 'budget-seconds': budgetSeconds }),
  };
  const propertyLines = Object.entries(properties).map(
    ([name, value]) => `      <property${attributes({ name, value })}/>`,
  );
  const suites = [...Map.groupBy(casesOf(report), ({ profile }) => profile)].map(([profile, cases], id) => {
    const head = {
      name: profile,
      package: 'verify',
      id,
      timestamp: date.slice(0, 19),
      hostname: 'localhost',
      tests: cases.length,
      failures: cases.filter(({ failure }) => failure).length,
      errors: 0,
      skipped: cases.filter(({ skipped }) => skipped).length,
      time: time(cases.reduce((sum, { seconds }) => sum + seconds, 0)),
    };
    return [
      `  <testsuite${attributes(head)}>`,
      '    <properties>',
      ...propertyLines,
      '    </properties>',
      ...cases.map(caseElement),
      `    <system-out>${xml(verdictSentence(report))}</system-out>`,
      '    <system-err/>',
      '  </testsuite>',
    ].join('\n');
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join('\n');
}
