import { PbfReader } from 'pbf';
import { parseJson } from './json.ts';

// Field numbers of wandb_internal.proto of W&B.

/** A key with its value, as JSON data. */
export type Item = [key: string, value: unknown];

export type WandbRecord =
  | { kind: 'header'; version: string }
  | { kind: 'run'; name: string; config: Item[]; startSeconds: number | null }
  | { kind: 'config' | 'summary'; update: Item[]; remove: string[] }
  | { kind: 'history'; items: Item[]; step: number | null };

function readItem(reader: PbfReader): Item {
  const item = { key: '', nested: [] as string[], value: undefined as unknown };
  reader.readMessage((field, into, pbf) => {
    if (field === 1) into.key = pbf.readString();
    else if (field === 2) into.nested.push(pbf.readString());
    else if (field === 3) into.value = pbf.readVarint() && null;
    else if (field === 4) into.value = pbf.readBoolean();
    else if (field === 5) into.value = pbf.readSVarint();
    else if (field === 6) into.value = pbf.readDouble();
    else if (field === 7) into.value = pbf.readString();
    else if (field === 8 || field === 16) into.value = parseJson(pbf.readString(), 'value');
  }, item);
  return [item.key || item.nested.join('.'), item.value];
}

/** ConfigRecord and SummaryRecord alike: what is set and what is removed. */
function readUpdate(reader: PbfReader): { update: Item[]; remove: string[] } {
  return reader.readMessage(
    (field, into, pbf) => {
      if (field === 1) into.update.push(readItem(pbf));
      else if (field === 2) into.remove.push(readItem(pbf)[0]);
    },
    { update: [] as Item[], remove: [] as string[] },
  );
}

const readNumber = (reader: PbfReader): number | null =>
  reader.readMessage(
    (field, into, pbf) => {
      if (field === 1) into.value = pbf.readVarint(true);
    },
    { value: null as number | null },
  ).value;

const readText = (reader: PbfReader): string =>
  reader.readMessage(
    (field, into, pbf) => {
      if (field === 1) into.value = pbf.readString();
    },
    { value: '' },
  ).value;

function readHeader(reader: PbfReader): WandbRecord {
  const header = { kind: 'header' as const, version: '' };
  return reader.readMessage((field, into, pbf) => {
    if (field === 1) into.version = readText(pbf);
  }, header);
}

function readRun(reader: PbfReader): WandbRecord {
  const run = { kind: 'run' as const, name: '', config: [] as Item[], startSeconds: null as number | null };
  return reader.readMessage((field, into, pbf) => {
    if (field === 1) into.name ||= pbf.readString();
    else if (field === 4) into.config = readUpdate(pbf).update;
    else if (field === 8) into.name = pbf.readString() || into.name;
    else if (field === 17) into.startSeconds = readNumber(pbf);
  }, run);
}

function readHistory(reader: PbfReader): WandbRecord {
  const history = { kind: 'history' as const, items: [] as Item[], step: null as number | null };
  return reader.readMessage((field, into, pbf) => {
    if (field === 1) into.items.push(readItem(pbf));
    else if (field === 2) into.step = readNumber(pbf);
  }, history);
}

/** A record of the kinds that say what a run was and measured; null for any other. @throws where it is no record. */
export function parseWandbRecord(bytes: Uint8Array): WandbRecord | null {
  return new PbfReader(bytes).readFields(
    (field, into, pbf) => {
      if (field === 2) into.record = readHistory(pbf);
      else if (field === 3) into.record = { kind: 'summary', ...readUpdate(pbf) };
      else if (field === 5) into.record = { kind: 'config', ...readUpdate(pbf) };
      else if (field === 17) into.record = readRun(pbf);
      else if (field === 21) into.record = readHeader(pbf);
    },
    { record: null as WandbRecord | null },
  ).record;
}
