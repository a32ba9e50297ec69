/** Local times as the browser's fields write them, in the zone of the campaign whatever the machine's is. */

/** `2026-11-25T07:10` of an instant in a zone. */
export function localField(instant: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instant)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/** The instant (ISO) of a local time in a zone; undefined where the field is empty or incomplete. */
export function instantOf(local: string, zone: string): string | undefined {
  // Checked by its form: browsers read almost anything as some date.
  const wanted = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}:00Z`) : Number.NaN
  if (Number.isNaN(wanted)) return undefined
  // Twice, because the offset at the guess may be another than at the result.
  let guess = wanted
  for (let i = 0; i < 2; i++) guess += wanted - Date.parse(`${localField(guess, zone)}:00Z`)
  return new Date(guess).toISOString()
}
