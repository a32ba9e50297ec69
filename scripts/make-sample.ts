/** Writes sample/shungeng.csv and .xlsx: the fictional 舜耕支队, the same at every run. `node scripts/make-sample.ts` */
import { writeFileSync } from 'node:fs'
import { writeXlsx } from 'hucre/xlsx'
import { header, rosterRows } from './sample/people.ts'

const rows = rosterRows()
const csv = `\uFEFF${[header, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`
writeFileSync(new URL('../sample/shungeng.csv', import.meta.url), csv)

const widths = [12, 12, 10, 8, 12, 10, 10, 8, 14, 6, 8, 18]
// A fixed day, so that the file is the same at every run.
const made = new Date('2026-02-07T00:00:00Z')
const xlsx = await writeXlsx({
  properties: { created: made, modified: made },
  sheets: [
    {
      name: '在册人员',
      rows: [header, ...rows],
      columns: widths.map((width) => ({ width })),
      freezePane: { rows: 1 },
      autoFilter: { range: `A1:L${rows.length + 1}` },
    },
  ],
})
writeFileSync(new URL('../sample/舜耕支队花名册.xlsx', import.meta.url), xlsx)

const members = rows.filter((row) => row[5] !== '').length
console.log(
  `${members} members, ${rows.length - members} relatives, csv ${csv.length} characters, xlsx ${xlsx.length} bytes`,
)
