-- What a matter may need of a person beyond being reached: where money is paid to, and what of their health has to be minded. Sealed
-- like every personal field, and asked for by nothing.
ALTER TABLE persons ADD COLUMN bank_account BLOB;
ALTER TABLE persons ADD COLUMN health BLOB;
