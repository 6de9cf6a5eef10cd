import {
  type Measurement,
  type Measurements,
  measurementsSchema,
  type Outcome,
  outcomeSchema,
  type Provenance,
  provenanceSchema,
} from '@paper-factory/runners/schema';
import { type Memory, noMemory, sha256 } from './memory.ts';
import { parseJson } from './parse-json.ts';
import { finding } from './rules.ts';
import type { RootFiles } from './safe-path.ts';
import type { Finding, Result } from './types.ts';

const profiles = ['smoke', 'default', 'full'];
const again = 'Run `paper-factory reproduce`, which writes both files anew.';

function checkFolder(
  data: Outcome | Provenance | Measurements,
  id: string,
  profile: string,
  file: string,
  line: (key: string) => number,
) {
  const wanted = { id, profile };
  return (['id', 'profile'] as const).flatMap((key) => {
    if (data[key] === wanted[key]) return [];
    const message = `${key}: expected "${wanted[key]}", as the folder says, found "${data[key]}"`;
    return [finding('id-equals-file-name', file, line(key), message, `Results are never moved by hand. ${again}`)];
  });
}

/** What else was measured for a key, null for an imported result; entries of another key are what a newer run left behind, and say nothing. */
function loadMeasurements(
  files: RootFiles,
  id: string,
  profile: string,
  key: string | null,
  memory: Memory,
): { measurements: Measurement[]; findings: Finding[] } {
  const file = `assets/results/${id}/${profile}/measurements.json`;
  const bytes = files.bytes(file);
  if (!bytes) return { measurements: [], findings: [] };
  const hint = 'Take it from the repository again, or remove it: then its measurements are forgotten.';
  const { data, findings, line } = parseJson(measurementsSchema, bytes, file, 'measurements-are-valid', hint, memory);
  if (!data) return { measurements: [], findings };
  const faults = checkFolder(data, id, profile, file, (key) => line([key]));
  return { measurements: data.key === key && faults.length === 0 ? data.measurements : [], findings: faults };
}

/** Loads one committed result; null where there is none or where it has faults. */
export function loadResult(
  files: RootFiles,
  id: string,
  profile: string,
  memory: Memory = noMemory,
): { result: Result | null; findings: Finding[] } {
  const folder = `assets/results/${id}/${profile}`;
  const [file, beside] = [`${folder}/outcome.json`, `${folder}/provenance.json`];
  const before = files.findings.length;
  const [bytes, besideBytes] = [files.bytes(file), files.bytes(beside)];
  // A refused file is told already; a result that was never made is no fault.
  if (files.findings.length > before || (!bytes && !besideBytes)) return { result: null, findings: [] };
  if (!bytes || !besideBytes) {
    const [here, missing] = bytes ? [file, 'provenance.json'] : [beside, 'outcome.json'];
    const message = `expected ${missing} in the same folder, found none`;
    return { result: null, findings: [finding('outcome-matches-provenance', here, 1, message, again)] };
  }
  const outcome = parseJson(outcomeSchema, bytes, file, 'outcome-is-valid', again, memory);
  const provenance = parseJson(provenanceSchema, besideBytes, beside, 'provenance-is-valid', again, memory);
  const findings = [...outcome.findings, ...provenance.findings];
  if (outcome.data) findings.push(...checkFolder(outcome.data, id, profile, file, (key) => outcome.line([key])));
  if (provenance.data) {
    findings.push(...checkFolder(provenance.data, id, profile, beside, (key) => provenance.line([key])));
    const digest = sha256(bytes);
    // An outcome that is not valid has other bytes too; that would be the same fault twice.
    if (outcome.data && digest !== provenance.data.outcome) {
      const message = `expected the bytes with sha256 ${provenance.data.outcome.slice(0, 12)} that provenance.json names, found ${digest.slice(0, 12)}`;
      findings.push(
        finding('outcome-matches-provenance', file, 1, message, `A result is generated, never edited. ${again}`),
      );
    }
  }
  if (findings.length > 0 || !outcome.data || !provenance.data) return { result: null, findings };
  const { measurements, findings: faults } = loadMeasurements(
    files,
    id,
    profile,
    provenance.data.kind === 'executed' ? provenance.data.key : null,
    memory,
  );
  return { result: { outcome: outcome.data, provenance: provenance.data, measurements, file }, findings: faults };
}

/** Loads `assets/results/<id>/<profile>/`, by `<id>/<profile>`. */
export function loadResults(
  files: RootFiles,
  memory: Memory,
): { results: Map<string, Result>; ids: Set<string>; findings: Finding[] } {
  const results = new Map<string, Result>();
  const ids = new Set<string>();
  const findings: Finding[] = [];
  for (const experiment of files.list('assets/results').filter(({ isFolder }) => isFolder)) {
    ids.add(experiment.name);
    for (const folder of files.list(experiment.file)) {
      if (!folder.isFolder || !profiles.includes(folder.name)) {
        const message = `expected folders named ${profiles.join(', ')}, found ${folder.name}`;
        findings.push(finding('file-is-expected', folder.file, 1, message, 'Remove it: it is not read.'));
        continue;
      }
      const loaded = loadResult(files, experiment.name, folder.name, memory);
      findings.push(...loaded.findings);
      if (loaded.result) results.set(`${experiment.name}/${folder.name}`, loaded.result);
    }
  }
  return { results, ids, findings };
}
