/** The settings of the embedded PostgreSQL, each with its reason. */
import { totalmem } from 'node:os'

/** `full`: what was acknowledged is on disk. `test`: nothing survives a power cut, and nothing needs to. */
export type Durability = 'full' | 'test'

const MB = 1024 * 1024

/** An eighth of the machine (or of the container's limit): this program, the browser and the file cache live there too. */
function sharedBuffersMb(): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.max(64, Math.min(1024, Math.floor(memory / 8 / MB)))
}

const common = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path would have to be short and enterable for both users.
  unix_socket_directories: '',
  // The pools of this program take about 40, the command line and the queue of jobs a few more.
  max_connections: '100',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Compiling a plan costs more than our short statements take.
  jit: 'off',
  // SSDs: a random page costs little more than the next one.
  random_page_cost: '1.1',
  // Neither statements nor the values in "DETAIL: Key (phone)=…" belong in a log: they are personal data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
}

const full = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // Updates of large tables would otherwise leave dead rows of a fifth of the table.
  autovacuum_vacuum_scale_factor: '0.05',
  // A file for each day of the week, written over after a week.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
}

const test = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '2GB',
  checkpoint_timeout: '1h',
  // Each test file has pools of its own.
  max_connections: '300',
  shared_buffers: '128MB',
}

/** Command-line arguments for `postgres`. */
export function clusterSettings(port: number, durability: Durability): string[] {
  const settings = {
    ...common,
    shared_buffers: `${sharedBuffersMb()}MB`,
    ...(durability === 'full' ? full : test),
    port: String(port),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
