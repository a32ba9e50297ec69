/** What can be asked of the board; routes and the command line call these. */
export { boardDigest, readBoardAsOf, readListAsOf } from './as-of.ts'
export { readBoard, readColumns } from './board.ts'
export { exportBoard, printBoard, printList } from './export.ts'
export { readList } from './list.ts'
export { findPublished, publish } from './publish.ts'
export { readDays } from './trend.ts'
