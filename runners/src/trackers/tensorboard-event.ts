import { PbfReader } from 'pbf';

// Field numbers of event.proto, summary.proto and tensor.proto of TensorBoard.

/** One logged value: a number, or null where it is no scalar (an image, a histogram, text). */
export interface LoggedValue {
  tag: string;
  value: number | null;
}

export interface LoggedEvent {
  /** Seconds since 1970. */
  wallTime: number;
  step: number;
  /** e.g. `brain.Event:2`; in the first event of a file only. */
  fileVersion: string;
  /** What wrote the file, where it says so. */
  writer: string;
  values: LoggedValue[];
}

/** Readers of little-endian numbers by `DataType` of TensorFlow. */
const contents: Record<number, { bytes: number; read(view: DataView): number }> = {
  1: { bytes: 4, read: (view) => view.getFloat32(0, true) },
  2: { bytes: 8, read: (view) => view.getFloat64(0, true) },
  3: { bytes: 4, read: (view) => view.getInt32(0, true) },
  9: { bytes: 8, read: (view) => Number(view.getBigInt64(0, true)) },
};

/** The number of a tensor that holds one; null for any other. */
function readTensor(reader: PbfReader): number | null {
  const tensor = { type: 0, content: new Uint8Array(), values: [] as number[] };
  reader.readMessage((field, into, pbf) => {
    if (field === 1) into.type = pbf.readVarint();
    else if (field === 4) into.content = Uint8Array.from(pbf.readBytes());
    else if (field === 5) pbf.readPackedFloat(into.values);
    else if (field === 6) pbf.readPackedDouble(into.values);
    else if (field === 7 || field === 10) pbf.readPackedVarint(into.values, true);
  }, tensor);
  const { type, content, values } = tensor;
  const format = contents[type];
  if (!format) return null;
  if (content.length === format.bytes) return format.read(new DataView(content.buffer));
  return content.length === 0 && values.length === 1 ? values[0] : null;
}

function readValue(reader: PbfReader): LoggedValue {
  return reader.readMessage(
    (field, into, pbf) => {
      if (field === 1) into.tag = pbf.readString();
      else if (field === 2) into.value = pbf.readFloat();
      else if (field === 8) into.value = readTensor(pbf);
    },
    { tag: '', value: null } as LoggedValue,
  );
}

/** @throws {RangeError} where the bytes are no Event. */
export function parseEvent(bytes: Uint8Array): LoggedEvent {
  return new PbfReader(bytes).readFields(
    (field, event, pbf) => {
      if (field === 1) event.wallTime = pbf.readDouble();
      else if (field === 2) event.step = pbf.readVarint(true);
      else if (field === 3) event.fileVersion = pbf.readString();
      else if (field === 5) {
        pbf.readMessage((inner, values, part) => {
          if (inner === 1) values.push(readValue(part));
        }, event.values);
      } else if (field === 10) {
        pbf.readMessage((inner, into, part) => {
          if (inner === 1) into.writer = part.readString();
        }, event);
      }
    },
    { wallTime: 0, step: 0, fileVersion: '', writer: '', values: [] } as LoggedEvent,
  );
}
