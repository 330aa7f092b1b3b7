/** What the page can say of a new password; what is too common only the server knows. */
import { characters, type Faults } from './useForm'

const LEAST = 12

export interface NewPassword {
  new_password: string
  again: string
}

export function newPasswordFaults(values: NewPassword): Faults {
  if (characters(values.new_password.normalize('NFC')) < LEAST)
    return { new_password: { key: 'account.password.short' } }
  return values.again === values.new_password ? {} : { again: { key: 'account.password.differs' } }
}
