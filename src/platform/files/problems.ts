/** What can be wrong with a photo, in one sentence each. */
import { defineProblems } from '../problems.ts'

export const fileProblems = defineProblems({
  'photo-too-large': [
    413,
    {
      zh: '这张照片太大，最大 {limit} MB。请用手机自带的相机拍，或先压缩再传。',
      en: 'This photo is too large; the limit is {limit} MB. Please take it with the phone’s own camera, or make it smaller first.',
    },
  ],
  'photo-unreadable': [
    422,
    {
      zh: '这个文件不是能打开的照片。请传 JPEG、PNG、WebP 或 HEIF 格式的照片。',
      en: 'This file is not a photo that can be opened. Please send a JPEG, PNG, WebP or HEIF picture.',
    },
  ],
  'photo-no-format': [
    415,
    {
      zh: '手机拍的这种格式（{format}）这里打不开。请把相机设成“兼容性最佳”（JPEG）再拍。',
      en: 'This format ({format}) cannot be opened here. Please set the camera to JPEG (“most compatible”) and take it again.',
    },
  ],
  'photo-empty': [422, { zh: '没有收到照片，请再选一次。', en: 'No photo arrived. Please choose it again.' }],
  'disk-full-for-files': [
    507,
    {
      zh: '服务器磁盘满了，照片没有存下。请告诉管理员，稍后再传。',
      en: 'The server’s disk is full and the photo was not stored. Please tell the administrator and send it again later.',
    },
  ],
})
